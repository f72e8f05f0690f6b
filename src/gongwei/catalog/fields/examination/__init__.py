"""The health examination sheet (规范第三版, 健康体检表), in the parts of the printed form.

Required here means: the norm asks it of people from 65 ("complete" = every required item done and recorded). The
printed sheet marks nothing, so these marks are read from the service text and not verified.
"""
