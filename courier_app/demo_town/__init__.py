"""A made-up town to try everything in: offices, people, couriers, packages in every state. Never in production."""
