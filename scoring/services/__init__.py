"""What is written in scoring: frameworks, keys, yardsticks and results."""
