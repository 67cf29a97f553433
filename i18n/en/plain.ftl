# The words of `plain`.
