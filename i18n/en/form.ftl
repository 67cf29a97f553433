# The words of `form`.
