"""A crowd of simulated trainees: who they are, how they rate, and letting them work."""
