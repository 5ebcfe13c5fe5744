"""What the city answers: texts with variables, versions, who may approve them."""
