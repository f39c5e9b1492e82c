using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>`study new`: makes a study's folder, without training anything.</summary>
internal static class NewStudy
{
    public static Command Command()
    {
        Command command = new("new", "Make a study: variants × folds × seeds, each a run; nothing is trained yet");
        Option<string> output = new("--output")
        {
            Description = "Folder of the experiment, which receives the Study_N and the runs' Train_N",
            DefaultValueFactory = _ => "results",
        };
        VariantOptions variants = new(command);
        Option<int?> folds = NumberOption.Of<int>("--folds");
        folds.Description = "Divide the exams of all splits but test into this many folds, by patient and with the classes in proportion";
        Option<string[]> files = new("--fold-file")
        {
            Description = "A split file with train, validation and test for each fold; give one for each", HelpName = "FILE",
        };
        Option<bool> curve = new("--learning-curve")
        {
            Description = "Train on ever more of the training patients: would more exams help?",
        };
        Option<string?> shares = new("--shares")
        {
            Description = "With --learning-curve, the shares of the patients in percent [default: 12.5,25,50,100]", HelpName = "LIST",
        };
        Option<string?> seeds = SeedOption();
        Option<string> metric = new("--metric")
        {
            Description = $"The metric that decides: {string.Join(", ", SelectionRule.Metrics)}",
            DefaultValueFactory = _ => MetricNames.AucOvrMacro, HelpName = "NAME",
        };
        Option<string?> baseline = new("--baseline")
        {
            Description = "The variant that the others are compared with, by its name [default: the first]", HelpName = "VARIANT",
        };
        foreach (Option option in new Option[] { output, folds, files, curve, shares, seeds, metric, baseline })
            command.Options.Add(option);
        SearchOptions search = new(command);
        SettingsOptions options = new(command);
        SubmitStudy submit = new(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            IReadOnlyList<JsonObject> parts = options.Read(parsed);
            RunSettings given = SettingsFile.Combine(parts);
            bool submits = submit.IsAsked(parsed);
            if (!submits || submit.NamesFiles(parsed)) SettingsRules.RequireData(given);
            StudyRequest request = new()
            {
                Settings = given,
                Variants = variants.Read(parsed, SettingsRules.Resolve(given)),
                Baseline = parsed.GetValue(baseline),
                Seeds = SeedList.Read(parsed.GetValue(seeds), "--seeds"),
                Folds = Folds(parsed.GetValue(folds), parsed.GetValue(files) ?? [], parsed.GetValue(curve), parsed.GetValue(shares)),
                Metric = parsed.GetValue(metric)!,
                Search = search.Read(parsed),
            };
            if (submits)
            {
                if (parsed.GetResult(output) is { Implicit: false })
                    throw new InputException("--output: the dashboard has its own folder of results; give --experiment instead");
                await submit.AskAsync(parsed, parts, request, cancellation);
                return ExitCode.Done;
            }
            StudyPlan plan = StudyPlanning.Plan(request, LeaseChoice.Default.User, TimeProvider.System.GetUtcNow());
            FoldSet? divided = StudyPlanning.Divide(plan, cancellation);
            FoldCheck.RequireBatches(VariantSettings.Of(plan), divided);
            StudyDirectory study = StudyDirectory.Create(parsed.GetValue(output)!, plan, divided);
            foreach (string warning in divided?.Warnings ?? []) await Console.Error.WriteLineAsync($"warning: {warning}");
            await Console.Error.WriteLineAsync(StudyPlanning.Words(study.Plan));
            Console.WriteLine(study.Path);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>--seeds.</summary>
    public static Option<string?> SeedOption() => new("--seeds")
    {
        Description = "Seeds, such as 1-5 or 1,2,3: each variant is trained with each in each fold [default: the seed of the settings]",
        HelpName = "LIST",
    };

    private static StudyFolds? Folds(int? folds, string[] files, bool curve, string? shares)
    {
        if (shares is not null && !curve) throw new InputException("--shares: are those of a learning curve; give --learning-curve too");
        if (new[] { folds is not null, files.Length > 0, curve }.Count(given => given) > 1)
            throw new InputException("--folds, --fold-file and --learning-curve exclude each other; give one of them");
        if (folds is { } count) return new PatientFolds(count);
        if (files.Length > 0) return new FileFolds([.. files.Select(Path.GetFullPath)]);
        return curve ? new CurveFolds(shares is null ? NestedSubsets.Usual : [.. Percent(shares)], StudyPlanning.CurveDraw) : null;
    }

    private static IEnumerable<double> Percent(string shares)
    {
        foreach (string part in shares.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            yield return double.TryParse(part.TrimEnd('%', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out double percent)
                ? percent / 100
                : throw new InputException($"--shares: {part} is no percentage; write 12.5,25,50,100");
        }
    }
}
