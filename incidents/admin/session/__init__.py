"""The article session: a source's text on the left, its coding on the right, one submit for all of it.

`intake` takes an article in, `views` shows the session and answers it, `drafts` is what a browser sends, `items` turns
it into commands, `batch` sends them and puts refusals back on the fields they belong to.
"""
