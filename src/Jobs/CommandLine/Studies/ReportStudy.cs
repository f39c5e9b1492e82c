using System.CommandLine;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.Files;
using Angioboard.Core.Studies;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Papers.CrossValidation;
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
        Option<string?> open = SealedTest.OpenOption();
        command.Arguments.Add(folder);
        command.Options.Add(open);
        ResultOptions result = new(command, "Print results.json instead of tables", "Print all figures of all variants as CSV",
            "Print tables for LaTeX with booktabs", pdf: true);
        command.SetAction(async (parsed, cancellation) =>
        {
            (string? format, string? file) = result.Read(parsed);
            StudyDirectory study = StudyDirectory.Open(parsed.GetValue(folder)!);
            IReadOnlyList<StudyCell> cells = study.Cells();
            SealedTest.Require(cells.Select(cell => cell.Folder).OfType<Core.RunFolders.RunFolder>(), parsed.GetValue(open));
            StudyPredictions predictions = Read(study, cells, cancellation);
            StudyResults results;
            await using (Screen screen = new(TimeProvider.System)) results = StudyResults.Compute(predictions, screen, cancellation);
            if (file is null && format is not null)
            {
                Console.Write(Text(study.Name, results, format));
                Keep(study, results);
                return ExitCode.Done;
            }
            if (file is not null && format == ResultOptions.Pdf)
                CrossvalPdf.Write(file, ReportedStudy.Of(NameOf(study), results, predictions));
            else if (file is not null) AtomicFile.WriteText(file, Text(study.Name, results, format!));
            new StudyTables(study, cells, results).Show();
            EnsembleOfStudy.ShowAll(study, Finished(cells));
            if (Keep(study, results)) Console.WriteLine(study.Results);
            if (file is not null) Console.WriteLine(file);
            return ExitCode.Done;
        });
        return command;
    }

    // Who may only read the study, or has a full disk, has the figures all the same.
    private static bool Keep(StudyDirectory study, StudyResults results)
    {
        try
        {
            StudyResultsFile.Write(study.Results, results);
            return true;
        }
        catch (InputException e)
        {
            foreach (string problem in e.Problems) Console.Error.WriteLine($"warning: {problem}; the report is not kept there");
            return false;
        }
    }

    /// <summary>What a report calls a study: <c>demo/Study_1</c>.</summary>
    public static string NameOf(StudyDirectory study) => $"{Path.GetFileName(study.Experiment)}/{study.Name}";

    private static string Text(string study, StudyResults results, string format) => format switch
    {
        ResultOptions.Json => StudyResultsFile.Text(results) + "\n",
        ResultOptions.Latex => StudyLatex.Text(study, results),
        _ => StudyCsv.Text(results),
    };

    /// <summary>The finished runs.</summary>
    public static PredictedFolder[] Finished(IReadOnlyList<StudyCell> cells) =>
    [
        .. cells.Where(cell => cell.State == StudyRunState.Finished)
            .Select(cell => new PredictedFolder(cell.Run.Variant, cell.Run.Fold, cell.Run.Seed, cell.Folder!)),
    ];

    /// <summary>The plan and the predictions of the finished runs.</summary>
    /// <exception cref="InputException">No run is finished, or predictions cannot be read.</exception>
    public static StudyPredictions Read(StudyDirectory study, IReadOnlyList<StudyCell> cells, CancellationToken cancellation)
    {
        PredictedFolder[] finished = Finished(cells);
        return finished.Length > 0
            ? StudyReading.Read(study, finished, StudyPlanning.Options(study.Plan.Settings), cancellation)
            : throw new InputException($"{study.Path}: no run is finished yet; train them: angioboard study run {study.Path}");
    }
}
