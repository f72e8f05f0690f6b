import sys

from gongwei.site.cli import main

sys.exit(main())
