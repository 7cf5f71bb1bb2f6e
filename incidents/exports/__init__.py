"""The data set as files: records as of one position, streamed in the formats that others read."""
