"""The API: the same door as the pages; OpenAPI is generated from the declarations."""
