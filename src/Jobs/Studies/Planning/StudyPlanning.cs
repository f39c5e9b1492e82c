using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Searching;
using Angioboard.Core.Studies.Variants;

namespace Angioboard.Jobs.Studies.Planning;

/// <summary>Makes plans of studies from what was asked for.</summary>
public static class StudyPlanning
{
    /// <summary>The draw of the patients of a learning curve. It is part of the study: another draw is another study.</summary>
    public const long CurveDraw = 1;

    private const string AsSet = "as set";

    /// <summary>The plan of a study.</summary>
    /// <param name="request">What was asked for; its settings name the data.</param>
    /// <param name="by">Who asked.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InputException">It is not valid; all problems are listed, each beginning with the field.</exception>
    public static StudyPlan Plan(StudyRequest request, string by, DateTimeOffset at)
    {
        // Paths in full, but the processors of whichever machine trains.
        RunSettings settings = SettingsRules.Resolve(request.Settings) with { Threads = request.Settings.Threads };
        IReadOnlyList<StudyVariant> variants = request.Variants.Count > 0 ? request.Variants : [new StudyVariant(AsSet, [])];
        StudyPlan plan = new()
        {
            Settings = settings,
            Variants = variants,
            Baseline = request.Baseline ?? (variants.Count > 1 ? variants[0].Name : null),
            Seeds = request.Seeds.Count > 0 ? request.Seeds : [settings.Seed],
            Folds = request.Folds,
            Selection = SelectionRule.Of(request.Metric),
            Search = request.Search,
            CreatedAt = at,
            CreatedBy = by,
        };
        StudyRules.Require(plan);
        if (Idle(plan) is { } problem) throw new InputException(problem);
        return plan;
    }

    // A search that could never pause anything is a mistake. In study.json it is none: variants may be added later.
    private static string? Idle(StudyPlan plan) => (plan.Search, plan.Variants.Count) switch
    {
        (null, _) => null,
        (_, 1) => "search: there is one variant only, so there is nothing to pause; give several, or do not search",
        (MedianRule median, int variants) when median.Startup >= variants =>
            $"search.startup: {median.Startup} others must finish before a variant pauses, but there are {variants} variants; "
                + $"give at most {variants - 1}",
        (HalvingRule, 2) => "search: halving compares the variants without the baseline, and there is only one such; give more variants",
        _ => null,
    };

    /// <summary>The folds of a plan, from its split file or from ready-made files; null for a plan without any.</summary>
    /// <exception cref="InputException">The files cannot be used, or there are too many folds; all problems are listed.</exception>
    public static FoldSet? Divide(StudyPlan plan, CancellationToken cancellation)
    {
        if (plan.Folds is null) return null;
        FoldOptions options = Options(plan.Settings);
        return plan.Folds switch
        {
            PatientFolds patients => FoldDivision.Divide(plan.Settings.Split!, options, patients.Patients, cancellation),
            FileFolds ready => ReadyFolds.Read(ready.Files, options, cancellation),
            CurveFolds curve => new FoldSet
            {
                Folds = NestedSubsets.Of(
                    ReadyFolds.Single(plan.Settings.Split!, options, cancellation), curve.Shares, curve.Draw, options),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(plan)),
        };
    }

    /// <summary>
    /// More variants with names that the study does not have. Names made here say what differs among the new ones, so one may be taken;
    /// names that somebody gave stay.
    /// </summary>
    public static IReadOnlyList<StudyVariant> Renamed(IReadOnlyList<StudyVariant> more, StudyPlan plan)
    {
        string[] taken = [.. plan.Variants.Select(variant => variant.Name)];
        IReadOnlyList<string> made = VariantNames.Of([.. more.Select(variant => variant.Settings)], []);
        return more.Any(variant => taken.Contains(variant.Name)) && more.Select(variant => variant.Name).SequenceEqual(made)
            ? [.. more.Zip(VariantNames.Of([.. more.Select(variant => variant.Settings)], taken),
                (variant, name) => variant with { Name = name })]
            : more;
    }

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

    /// <summary>How the folds of a study with these settings are read.</summary>
    public static FoldOptions Options(RunSettings settings) => new(SettingsRules.Resolve(settings).NumClasses!.Value, settings.ClassNames,
        settings.Patients is { } patients ? PatientMap.Parse(patients) : null);

    private static string Count(long number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
