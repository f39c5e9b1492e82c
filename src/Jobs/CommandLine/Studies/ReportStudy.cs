using System.CommandLine;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Studies.Planning;
using Angioboard.Jobs.Studies.Results;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>`study report`: what the finished runs say, as a table and as results.json.</summary>
internal static class ReportStudy
{
    public static Command Command()
    {
        Command command = new("report", "Say what the finished runs of a study show: figures, intervals, differences and the choice");
        Argument<string> folder = StudyVerb.Folder();
        Option<bool> json = new("--json") { Description = "Print results.json instead of tables" };
        Option<string?> open = SealedTest.OpenOption();
        command.Arguments.Add(folder);
        command.Options.Add(json);
        command.Options.Add(open);
        command.SetAction(async (parsed, cancellation) =>
        {
            StudyDirectory study = StudyDirectory.Open(parsed.GetValue(folder)!);
            IReadOnlyList<StudyCell> cells = study.Cells();
            SealedTest.Require(cells.Select(cell => cell.Folder).OfType<Core.RunFolders.RunFolder>(), parsed.GetValue(open));
            StudyResults results;
            await using (Screen screen = new(TimeProvider.System))
                results = StudyResults.Compute(Read(study, cells, cancellation), screen, cancellation);
            StudyResultsFile.Write(study.Results, results);
            if (parsed.GetValue(json)) Console.WriteLine(StudyResultsFile.Text(results));
            else new StudyTables(study, cells, results).Show();
            return ExitCode.Done;
        });
        return command;
    }

    private static StudyPredictions Read(StudyDirectory study, IReadOnlyList<StudyCell> cells, CancellationToken cancellation)
    {
        PredictedFolder[] finished = [.. cells.Where(cell => cell.State == StudyRunState.Finished)
            .Select(cell => new PredictedFolder(cell.Run.Variant, cell.Run.Fold, cell.Run.Seed, cell.Folder!))];
        return finished.Length > 0
            ? StudyReading.Read(study, finished, StudyPlanning.Options(study.Plan.Settings), cancellation)
            : throw new InputException($"{study.Path}: no run is finished yet; train them: angioboard study run {study.Path}");
    }
}
