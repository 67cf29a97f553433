# The words of `ui`.
