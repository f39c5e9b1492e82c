using System.CommandLine;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Ensembles;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Studies.Ensembles;
using Angioboard.Jobs.Studies.Planning;
using Angioboard.Jobs.Studies.Results;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>`study ensemble`: puts finished runs of a study together, with predictions and an evaluation of their own.</summary>
internal static class EnsembleOfStudy
{
    public static Command Command()
    {
        Command command = new("ensemble", "Put finished runs of a study together: their mean probabilities, evaluated as a run is");
        Argument<string> folder = StudyVerb.Folder();
        Option<string?> variant = new("--variant") { Description = "The variant whose finished runs to take [default: the best]" };
        Option<string?> chosen = new("--runs") { Description = "Or these runs, such as Train_3,Train_5", HelpName = "LIST" };
        Option<string?> name = new("--name") { Description = "What to call it, a folder's name [default: after the variant]" };
        Option<string?> open = SealedTest.OpenOption();
        command.Arguments.Add(folder);
        foreach (Option option in new Option[] { variant, chosen, name, open }) command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            StudyDirectory study = StudyDirectory.Open(parsed.GetValue(folder)!);
            IReadOnlyList<StudyCell> cells = study.Cells();
            PredictedFolder[] finished = ReportStudy.Finished(cells);
            SealedTest.Require(finished.Select(run => run.Folder), parsed.GetValue(open));
            EnsembleChoice choice = new()
            {
                Variant = parsed.GetValue(variant),
                Runs = parsed.GetValue(chosen)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
                Name = parsed.GetValue(name),
            };
            ChosenRuns runs = ChosenRuns.Of(study, finished, choice,
                () => StudyResults.Compute(ReportStudy.Read(study, cells, cancellation), null, cancellation).Selection?.Best);
            EnsembleFolder made;
            EnsembleRecord record;
            await using (Screen screen = new(TimeProvider.System))
                (made, record) = EnsembleMaker.Make(study, runs, StudyPlanning.Options(study.Plan.Settings), Environment.UserName,
                    TimeProvider.System.GetUtcNow(), screen, cancellation);
            Console.WriteLine($"{made.Name}: an ensemble of {record.Words()}");
            if (record.Figures is { } figures) Show(figures);
            else Console.WriteLine("no exam has a label: predicted, not evaluated");
            Console.WriteLine(made.Path);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Says in a line what each ensemble of a study gains, and what has changed since it was made.</summary>
    /// <param name="study">The study.</param>
    /// <param name="finished">Its finished runs.</param>
    public static void ShowAll(StudyDirectory study, IReadOnlyList<PredictedFolder> finished)
    {
        foreach (EnsembleFolder folder in EnsembleFolder.All(study.Path))
        {
            EnsembleRecord record;
            try
            {
                record = EnsembleFile.Read(folder.Record);
            }
            catch (InputException e)
            {
                Console.WriteLine($"ensemble {folder.Name}: {e.Problems[0]}");
                continue;
            }
            Console.WriteLine($"ensemble {folder.Name}: {record.Words()}: {Words(record)}");
            IReadOnlyList<string> changes = EnsembleChanges.Of(
                study.Path, study.Plan, record, finished, path => MemberFiles.Hash(path, CancellationToken.None));
            foreach (string change in changes)
                Console.WriteLine($"ensemble {folder.Name}: out of date: {change}; make it again: angioboard study ensemble");
        }
    }

    private static string Words(EnsembleRecord record)
    {
        if (record.Figures?.Metrics.GetValueOrDefault(record.Metric) is not { } metric) return "no figures";
        string own = $"{record.Metric} {Tables.Figure(metric.Ensemble, metric.EnsembleInterval)}";
        return metric.Gain is null ? own
            : $"{own}, members' mean {Tables.Figure(metric.Members, metric.MembersInterval)}, gain {Gain(metric)}";
    }

    private static void Show(EnsembleFigures figures)
    {
        Tables.Write(
            ["metric", "ensemble", "members' mean", "gain"],
            figures.Metrics.Where(metric => metric.Value.Ensemble is not null).Select(metric => (IReadOnlyList<string>)
            [
                metric.Key, Tables.Figure(metric.Value.Ensemble, metric.Value.EnsembleInterval),
                Tables.Figure(metric.Value.Members, metric.Value.MembersInterval), Gain(metric.Value),
            ]));
        if (figures.Note is { } note) Console.WriteLine(note);
        Console.WriteLine($"{figures.Exams} exams outside the members' folds; 95 % intervals by {figures.Resamples} resamples of "
            + $"{figures.Unit}, for these models");
    }

    private static string Gain(EnsembleMetric metric) => metric.Gain is null ? "–"
        : metric.GainInterval is { } interval
            ? $"{Figures.Signed(metric.Gain)} ({Figures.Interval(interval.Low, interval.High)})"
            : Figures.Signed(metric.Gain);
}
