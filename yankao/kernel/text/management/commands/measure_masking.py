"""Says how well personal data is found in free text, on the labelled sample."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from yankao.kernel.text.measuring import faults, read, scores


class Command(BaseCommand):
    help = "Precision and recall of masking on the labelled sample (kernel/text/data)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--part", default="measure", choices=["measure", "develop"])
        parser.add_argument("--faults", action="store_true", help="each mistake with its sentence")

    def handle(self, *, part: str, **options: object) -> None:
        lines = read(part)
        self.stdout.write(f"{len(lines)} lines, {sum(len(one.marked) for one in lines)} marked")
        for kind, score in scores(lines).items():
            self.stdout.write(
                f"{kind:8} precision {score.precision:.3f}  recall {score.recall:.3f}  "
                f"({score.right} right, {score.wrong} wrong, {score.missed} missed)"
            )
        if options["faults"]:
            self.stdout.writelines(f"{fault}\n" for fault in faults(lines))
