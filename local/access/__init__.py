"""The access map: who can do what on what, who can become whom, what is open to outside."""
