using System.CommandLine;
using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>`study new`: makes a study's folder, without training anything.</summary>
internal static class NewStudy
{
    private const string AsSet = "as set";

    // The draw of the patients of a learning curve is part of the study; another draw is another study.
    private const long CurveDraw = 1;

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
        SettingsOptions options = new(command);
        command.SetAction((parsed, cancellation) =>
        {
            RunSettings given = SettingsFile.Combine(options.Read(parsed));
            SettingsRules.RequireData(given);
            // Paths in full, but the processors of whichever machine trains.
            RunSettings settings = SettingsRules.Resolve(given) with { Threads = given.Threads };
            IReadOnlyList<StudyVariant> compared = variants.Read(parsed, settings) is { Count: > 0 } several
                ? several
                : [new StudyVariant(AsSet, [])];
            StudyFolds? kind = Folds(
                parsed.GetValue(folds), parsed.GetValue(files) ?? [], parsed.GetValue(curve), parsed.GetValue(shares));
            StudyPlan plan = new()
            {
                Settings = settings,
                Variants = compared,
                Baseline = parsed.GetValue(baseline) ?? (compared.Count > 1 ? compared[0].Name : null),
                Seeds = Seeds(parsed.GetValue(seeds)) is { Count: > 0 } named ? named : [settings.Seed],
                Folds = kind,
                Selection = SelectionRule.Of(parsed.GetValue(metric)!),
                CreatedAt = TimeProvider.System.GetUtcNow(),
                CreatedBy = LeaseChoice.Default.User,
            };
            StudyRules.Require(plan);
            FoldSet? divided = kind is null ? null : Divide(kind, settings, cancellation);
            StudyDirectory study = StudyDirectory.Create(parsed.GetValue(output)!, plan, divided);
            foreach (string warning in divided?.Warnings ?? []) Console.Error.WriteLine($"warning: {warning}");
            Console.Error.WriteLine(Words(study.Plan));
            Console.WriteLine(study.Path);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    /// <summary>--seeds.</summary>
    public static Option<string?> SeedOption() => new("--seeds")
    {
        Description = "Seeds, such as 1-5 or 1,2,3: each variant is trained with each in each fold [default: the seed of the settings]",
        HelpName = "LIST",
    };

    /// <summary>The seeds of a list; empty without one.</summary>
    /// <exception cref="InputException">It is no list of seeds.</exception>
    public static IReadOnlyList<long> Seeds(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        List<long> seeds = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !Whole(ends[0], out long from) || !Whole(ends[^1], out long to) || to < from
                || to - from >= StudyPlan.MostRuns)
                throw new InputException($"--seeds: {part} is no seed; write whole numbers such as 1,2,3, or 1-5");
            for (long seed = from; seed <= to; seed++) seeds.Add(seed);
        }
        return seeds;
    }

    /// <summary>The folds of a kind, from the study's split file or from ready-made files.</summary>
    /// <exception cref="InputException">The files cannot be used, or there are too many folds; all problems are listed.</exception>
    public static FoldSet Divide(StudyFolds kind, RunSettings settings, CancellationToken cancellation)
    {
        FoldOptions options = Options(settings);
        return kind switch
        {
            PatientFolds patients => FoldDivision.Divide(settings.Split!, options, patients.Patients, cancellation),
            FileFolds ready => ReadyFolds.Read(ready.Files, options, cancellation),
            CurveFolds curve => new FoldSet
            {
                Folds = NestedSubsets.Of(ReadyFolds.Single(settings.Split!, options, cancellation), curve.Shares, curve.Draw, options),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    /// <summary>How the study's folds are read.</summary>
    public static FoldOptions Options(RunSettings settings) => new(SettingsRules.Resolve(settings).NumClasses!.Value, settings.ClassNames,
        settings.Patients is { } patients ? PatientMap.Parse(patients) : null);

    /// <summary>The size of a study: <c>24 runs: 2 variants × 3 folds × 4 seeds</c>.</summary>
    public static string Words(StudyPlan plan)
    {
        StudyRound size = plan.Size;
        string folds = plan.Folds switch
        {
            null => "",
            CurveFolds => $" × {size.Folds} sizes",
            _ => $" × {size.Folds} folds",
        };
        return string.Create(CultureInfo.InvariantCulture,
            $"{Count(size.Runs, "run")}: {Count(size.Variants, "variant")}{folds} × {Count(size.Seeds, "seed")}");
    }

    private static string Count(long number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";

    private static bool Whole(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static StudyFolds? Folds(int? folds, string[] files, bool curve, string? shares)
    {
        if (shares is not null && !curve) throw new InputException("--shares: are those of a learning curve; give --learning-curve too");
        if (new[] { folds is not null, files.Length > 0, curve }.Count(given => given) > 1)
            throw new InputException("--folds, --fold-file and --learning-curve exclude each other; give one of them");
        if (folds is { } count) return new PatientFolds(count);
        if (files.Length > 0) return new FileFolds([.. files.Select(Path.GetFullPath)]);
        return curve ? new CurveFolds(shares is null ? NestedSubsets.Usual : [.. Percent(shares)], CurveDraw) : null;
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
