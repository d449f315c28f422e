"""The command: arguments become use cases, and what they give is printed. One file per noun."""
