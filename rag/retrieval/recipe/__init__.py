"""Distils the encoder of questions: five layers that give the vectors of the bundled encoder's twelve.

A question is embedded while somebody waits, its passages were long before: only the question's side is made
smaller, and it is taught to land where the passages' encoder would have put the question.
"""
