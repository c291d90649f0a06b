"""People submit while a key is approved and worked through: everybody is judged by it, once."""
