using System.CommandLine;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Studies.Comparing;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.CommandLine.Comparing;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.CommandLine.Studies;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`compare`: the differences of runs on the same exams, from their predictions.</summary>
internal static class CompareVerb
{
    public static Command Command()
    {
        Command command = new("compare",
            "Compare runs, or variants of studies, on the same exams: differences of all metrics with intervals and p-values");
        Argument<string[]> runs = new("RUN")
        {
            Description = "A run's folder or a predictions.json, of this program or another; or a variant of a study as Study_N:VARIANT, "
                + "or Study_N for all its variants. NAME=… gives it a name",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> reference = new("--reference")
        {
            Description = "Run or variant that every other is compared with [default: all pairs of runs; the baseline of variants]",
        };
        Option<string> split = new("--split") { Description = "Split to compare on", DefaultValueFactory = _ => "test" };
        Option<string> metric = new("--metric")
        {
            Description = "Metric that decides, for several runs; for variants usually that of the study",
            DefaultValueFactory = _ => MetricNames.AucOvrMacro,
        };
        Option<int?> resamples = NumberOption.Of<int>("--resamples");
        (resamples.Description, resamples.DefaultValueFactory) = ("Draws of patients", _ => ComparisonOptions.UsualResamples);
        Option<string?> open = SealedTest.OpenOption();
        command.Arguments.Add(runs);
        foreach (Option option in (Option[])[reference, split, metric, resamples, open]) command.Options.Add(option);
        ResultOptions result = new(command, "Print comparison.json instead of tables", "Print a table of all pairs and metrics as CSV",
            "Print tables for LaTeX with booktabs");
        SettingsOptions given = new(command, ["class_names", "patients"], files: false);
        command.SetAction(async (parsed, cancellation) =>
        {
            (string? format, string? file) = result.Read(parsed);
            if (VariantArgument.Read(parsed.GetValue(runs)!) is { Count: > 0 } variants)
            {
                // The study says both.
                string[] refused = [.. given.Read(parsed).SelectMany(settings => settings.Select(setting => setting.Key))];
                if (refused.Length > 0)
                    throw new InputException([.. refused.Select(name => $"{name}: variants have that of their studies; leave it out")]);
                if (parsed.GetResult(split) is { Implicit: false })
                    throw new InputException("--split: variants are compared on the test exams of their folds; leave it out");
                string? decides = parsed.GetResult(metric) is { Implicit: false } ? parsed.GetValue(metric) : null;
                ComparedVariantsOptions compared = new(decides, parsed.GetValue(reference), parsed.GetValue(resamples)!.Value);
                await CompareVariants.ShowAsync(variants, compared, parsed.GetValue(open), format, file, cancellation);
                return ExitCode.Done;
            }
            IReadOnlyList<RunArgument> named = RunArgument.Read(parsed.GetValue(runs)!);
            ComparisonOptions options = new(parsed.GetValue(metric)!, parsed.GetValue(reference), parsed.GetValue(resamples)!.Value);
            RunSettings settings = Settings(given.Read(parsed), named);
            if (parsed.GetValue(split) == TestSeal.Split) SealedTest.Require(named.Select(run => run.Folder), parsed.GetValue(open));
            (ComparisonReport report, IReadOnlyList<string> classes) =
                await CompareAsync(named, parsed.GetValue(split)!, settings, options, cancellation);
            Show(report, classes, format, file);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<(ComparisonReport Report, IReadOnlyList<string> Classes)> CompareAsync(IReadOnlyList<RunArgument> named,
        string split, RunSettings settings, ComparisonOptions options, CancellationToken cancellation)
    {
        List<PairedRun> runs = [];
        foreach (RunArgument run in named)
        {
            List<string> notes = [];
            runs.Add(PairedRun.Read(run.Name, run.Predictions, split, notes));
            foreach (string note in notes) await Console.Error.WriteLineAsync($"warning: {run.Predictions}: {note}");
        }
        int count = runs.Max(run => run.Exams.Count == 0 ? 0 : run.Exams[0].Probabilities.Length);
        if (settings.ClassNames is { } names && count > 0 && names.Count != count)
            throw new InputException($"class_names: {names.Count} names for {count} classes; give one for each class");
        IReadOnlyDictionary<string, string>? patients = Patients(settings, split, runs, cancellation);
        await using Screen screen = new(TimeProvider.System);
        ComparisonReport report = PairedComparison.Of(runs, split, patients, options, screen, cancellation);
        return (report, settings.ClassNames ?? [.. Enumerable.Range(0, count).Select(c => $"{c}")]);
    }

    private static void Show(ComparisonReport report, IReadOnlyList<string> classes, string? format, string? file)
    {
        if (file is not null)
        {
            AtomicFile.WriteText(file, Text(report, classes, format!));
            new ComparisonTables(report, classes).Show();
            Console.WriteLine(file);
        }
        else if (format is not null) Console.Write(Text(report, classes, format));
        else new ComparisonTables(report, classes).Show();
    }

    private static string Text(ComparisonReport report, IReadOnlyList<string> classes, string format)
    {
        if (format == ResultOptions.Json) return ComparisonFile.Text(report) + "\n";
        if (format == ResultOptions.Latex) return ComparisonLatex.Text(report);
        using StringWriter writer = new();
        ComparisonCsv.Write(report, classes, writer);
        return writer.ToString();
    }

    /// <summary>What is given; else what the first run with settings says, as all runs have the same exams.</summary>
    private static RunSettings Settings(IReadOnlyList<JsonObject> given, IReadOnlyList<RunArgument> runs)
    {
        JsonObject known = [];
        foreach (string file in runs.Select(run => run.Settings).Where(File.Exists))
        {
            JsonObject settings = SettingsFile.Read(file);
            foreach (string name in (string[])["class_names", "patients"])
                if (!known.ContainsKey(name) && settings[name] is { } value) known[name] = value.DeepClone();
        }
        return SettingsFile.Combine([known, .. given]);
    }

    private static IReadOnlyDictionary<string, string>? Patients(
        RunSettings settings, string split, List<PairedRun> runs, CancellationToken cancellation)
    {
        if (settings.Patients is not { } patients) return null;
        HashSet<string> common = [.. runs[0].Exams.Select(exam => exam.Exam)];
        foreach (PairedRun run in runs) common.IntersectWith(run.Exams.Select(exam => exam.Exam));
        return PatientMap.Parse(patients).Assign([(split, common)], cancellation);
    }
}
