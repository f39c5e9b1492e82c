using System.CommandLine;
using Angioboard.Core;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Experiments;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`evaluate`: metrics, curves and reports of a predictions.json, from this program or another.</summary>
internal static class EvaluateVerb
{
    public static Command Command()
    {
        Command command = new("evaluate",
            "Evaluate a predictions.json, or runs once more: evaluation.json, calibration.json, evaluation.pdf, auimcp.pdf");
        Argument<string[]> runs = new("runs")
        {
            Description = "Runs to evaluate again: their Train_N, or a folder with runs below it",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> predictions = new("--predictions") { Description = "predictions.json, of this program or another" };
        Option<string> output = new("--output") { Description = "Folder for the four files", DefaultValueFactory = _ => "evaluation" };
        command.Arguments.Add(runs);
        command.Options.Add(predictions);
        command.Options.Add(output);
        Option<string?> open = SealedTest.OpenOption();
        command.Options.Add(open);
        SettingsOptions given = new(command, ["class_names", "patients"]);
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] folders = parsed.GetValue(runs) ?? [];
            if (folders.Length > 0 == parsed.GetValue(predictions) is not null)
                throw new InputException("evaluate: give either runs (Train_N folders) or --predictions FILE");
            if (folders.Length > 0 && parsed.GetValue(open) is not null)
                throw new InputException("open-seal: goes with --predictions; evaluating runs again prints no figures");
            if (parsed.GetValue(predictions) is { } file) SealedTest.Require([Beside(file)], parsed.GetValue(open));
            return folders.Length > 0
                ? await EvaluateAgain.DoAsync(folders, cancellation)
                : await OfFileAsync(
                    parsed.GetValue(predictions)!, parsed.GetValue(output)!, SettingsFile.Combine(given.Read(parsed)), cancellation);
        });
        return command;
    }

    private static async Task<int> OfFileAsync(string path, string output, RunSettings settings, CancellationToken cancellation)
    {
        List<string> notes = [];
        IReadOnlyList<SplitPredictions> splits = PredictionsFile.Read(path, settings.ClassNames, notes);
        if (splits.All(split => split.Exams.Count == 0))
            throw new InputException($"{path}: has no exams, so there is nothing to evaluate; predict some first");
        EvaluationOptions options = new(Classes(settings, splits), Patients(settings, splits)) { Notes = notes };
        EvaluationReport report;
        await using (Screen screen = new(TimeProvider.System))
            report = EvaluationFiles.Write(output, splits, options, screen, cancellation);
        ExperimentVerb.Show(report, seal: null);
        Console.WriteLine(output);
        return ExitCode.Done;
    }

    // The run's folder, if the file lies in one.
    private static RunFolder Beside(string predictions) => new(Path.GetDirectoryName(Path.GetFullPath(predictions))!);

    private static IReadOnlyList<string> Classes(RunSettings settings, IReadOnlyList<SplitPredictions> splits) =>
        settings.ClassNames
            ?? [.. Enumerable.Range(0, splits.SelectMany(split => split.Exams).First().Probabilities.Length).Select(c => $"{c}")];

    private static IReadOnlyDictionary<string, string>? Patients(RunSettings settings, IReadOnlyList<SplitPredictions> splits) =>
        settings.Patients is { } patients ? PatientMap.Parse(patients)
            .Assign(splits.Select(s => (s.Split, s.Exams.Select(exam => exam.Exam)))) : null;
}
