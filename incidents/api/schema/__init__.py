"""The schema (OpenAPI 3.1): from operations, forms of parameters, shapes and commands."""
