"""Classes: join, answer, see the explanation, take the signed result along; the teacher's results."""
