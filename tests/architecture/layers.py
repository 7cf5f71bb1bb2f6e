"""The layers of incidents/, and what each may reach: the table of CONTRIBUTING.md in a form that can be checked.

`violations(module, source)` reads one module's source without running it; imports inside functions count too.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

STANDARD = sys.stdlib_module_names
ANY = None  # every installed package

# All of `incidents` below the edges, lowest first.
# fmt: off
BELOW = [
    "codebook", "domain", "log", "readmodels", "search", "permissions", "texts", "tokens", "dispatch", "reading",
    "proposals", "imports", "exports", "following",
]
# fmt: on
EDGES = ["admin", "api", "pages", "management"]


@dataclass(frozen=True)
class Layer:
    """What one layer may import: parts of `incidents` (a dotted name narrows it), and installed packages."""

    own: list[str] = field(default_factory=list)
    packages: list[str] | None = ANY
    pure: bool = False  # no clock, no random values, no outside world
    raw_sql: bool = False


IMPORTERS = Layer(["codebook", "proposals", "dispatch", "texts", "readmodels.queries", "log.read", "domain"])
# The codebook is constant data: every layer that knows incidents may read it.
LAYERS = {
    "codebook": Layer([], ["yaml"]),
    "domain": Layer(["codebook"], ["msgspec"], pure=True),
    "log": Layer([], ["django", "msgspec"], raw_sql=True),
    "readmodels": Layer(["codebook", "domain", "log"], ["django", "msgspec", "snowballstemmer"], raw_sql=True),
    "search": Layer(["codebook", "readmodels", "domain", "log"]),
    "permissions": Layer(["codebook", "domain"], ["django"]),
    "texts": Layer(["codebook", "domain"], ["django"]),
    "tokens": Layer(["domain"], ["django", "knox"]),
    "dispatch": Layer(["codebook", "permissions", "texts", "domain", "log", "readmodels", "search"]),
    "reading": Layer(["codebook"]),
    "proposals": Layer(["codebook", "domain", "reading", "dispatch", "texts", "readmodels.queries"]),
    "imports": IMPORTERS,
    "exports": IMPORTERS,
    "following": IMPORTERS,
    **{edge: Layer([*BELOW, "models"]) for edge in EDGES},
    # Where Django looks for things by name: wiring and names only.
    "apps": Layer(BELOW),
    "models": Layer(BELOW),
    "migrations": Layer(["log", "readmodels", "texts", "proposals", "search"], raw_sql=True),
}
# What of the way below Django's cursor everybody may use: questions.
ASKING = {f"incidents.log.driver.{name}" for name in ("Question", "Rows", "ask", "fetch", "fetch_many")}
WITHOUT_DJANGO = ["codebook", "domain", "reading"]

IMPURE_MODULES = {"os", "pathlib", "random", "secrets", "socket", "subprocess", "tempfile", "threading", "time"}
IMPURE_NAMES = {"now", "utcnow", "today", "uuid1", "uuid4", "uuid7"}
OWN_SIGNALS = {"post_migrate", "connection_created"}  # Django's, for installing triggers and guards; in apps.py


def layer_of(module: str) -> str | None:
    """Return the layer of a dotted module name, None for `incidents` itself."""
    return module.split(".")[1] if "." in module else None


def violations(module: str, source: str, *, package: bool = False) -> list[str]:
    """Return a sentence for each rule that `source` breaks as the module `module`; `package` for an __init__.py."""
    name = layer_of(module)
    if name is None:
        return []
    if name not in LAYERS:
        return [f"{module}: {name} is no known layer: give it its place in tests/architecture/layers.py"]
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return [f"{module}:{error.lineno}: does not parse: {error.msg}"]
    return [f"{module}:{line}: {sentence}" for line, sentence in broken_rules(name, module, tree, package)]


def broken_rules(name: str, module: str, tree: ast.Module, package: bool) -> Iterator[tuple[int, str]]:
    layer = LAYERS[name]
    for line, target in imports(tree, module, package):
        if sentence := misplaced(name, layer, target):
            yield line, sentence
        if ".signals" in target or target.startswith("django.dispatch"):
            allowed = name == "apps" and target.rpartition(".")[2] in OWN_SIGNALS
            if not allowed:
                yield line, f"uses {target}: wire explicitly, without signals"
    for node in ast.walk(tree):
        yield from loose_ends(name, layer, node)


def misplaced(name: str, layer: Layer, target: str) -> str | None:
    """Return a sentence when `layer` may not import the dotted name `target`."""
    top, _, rest = target.partition(".")
    if top == "incidents":
        part = rest.partition(".")[0]
        if target.startswith("incidents.log.driver") and target not in ASKING and not layer.raw_sql:
            return f"{name} may ask by {target.rpartition('.')[0]}, not write by it: only log and readmodels do"
        if not part:
            return f"imports {target}: name the module"
        if part == name or any((rest + ".").startswith(allowed + ".") for allowed in layer.own):
            return None
        return f"{name} must not import {target}"
    if top in STANDARD:
        return f"{name} must stay pure, without {top}" if layer.pure and top in IMPURE_MODULES else None
    if top in ("tests", "tracker", "scripts"):
        return f"{name} must not import {target}"
    if layer.packages is not ANY and top not in layer.packages:
        return f"{name} must not import the package {top}"
    if top == "django" and name in WITHOUT_DJANGO:
        return f"{name} must not import Django"
    return None


def loose_ends(name: str, layer: Layer, node: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield what no import shows: raw cursors, clocks, imports by name, signals by attribute."""
    if isinstance(node, ast.Attribute):
        if node.attr == "cursor" and not layer.raw_sql:
            yield node.lineno, "uses a raw cursor, which passes the write guard by: only log and readmodels may"
        if node.attr in IMPURE_NAMES and layer.pure:
            yield node.lineno, f"calls {node.attr}: clock and random ids are handed in"
        if node.attr == "signals":
            yield node.lineno, "uses signals: wire explicitly"
    if isinstance(node, ast.withitem) and is_call_of(node.context_expr, "copy") and not layer.raw_sql:
        yield node.context_expr.lineno, "uses cursor.copy, which passes the write guard by: only log and readmodels may"
    if is_call_of(node, "import_module") or is_call_of(node, "import_string") or is_call_of(node, "__import__"):
        yield node.lineno, "imports by a name made at run time: import it plainly"
    if name == "models" and isinstance(node, ast.ClassDef | ast.FunctionDef):
        yield node.lineno, "incidents.models only re-exports: define it in its layer"


def is_call_of(node: ast.AST, name: str) -> bool:
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    return name == (function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None))


def imports(tree: ast.Module, module: str, package: bool) -> Iterator[tuple[int, str]]:
    """Yield (line, full dotted name) of everything a module imports, relative imports resolved."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = origin(node, module, package)
            yield from ((node.lineno, f"{base}.{alias.name}" if alias.name != "*" else base) for alias in node.names)


def origin(node: ast.ImportFrom, module: str, package: bool) -> str:
    """Return the dotted name that a `from … import` stands on."""
    if not node.level:
        return node.module or ""
    parents = module.split(".") if package else module.split(".")[:-1]
    base = ".".join(parents[: len(parents) - node.level + 1])
    return f"{base}.{node.module}" if node.module else base
