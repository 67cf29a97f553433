# The words of `report`.
