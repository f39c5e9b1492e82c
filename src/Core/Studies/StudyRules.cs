using System.Globalization;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Data.Names;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies.Searching;

namespace Angioboard.Core.Studies;

/// <summary>What must be right about a study, whether a form, a terminal or study.json says it.</summary>
public static class StudyRules
{
    /// <summary>The most characters of a variant's name, and of the name of who made a study.</summary>
    public const int LongestName = 100;

    /// <summary>Requires a valid plan.</summary>
    /// <exception cref="InputException">It is not; all problems are listed, each beginning with the field.</exception>
    public static void Require(StudyPlan plan)
    {
        string[] problems = [.. Problems(plan)];
        if (problems.Length > 0) throw new InputException(problems);
    }

    /// <summary>What is wrong with a plan, a line each, beginning with the field in study.json; empty if nothing is.</summary>
    public static IEnumerable<string> Problems(StudyPlan plan)
    {
        string[] common = [.. SettingsRules.Problems(plan.Settings)];
        if (common.Length > 0) return common.Select(problem => $"settings.{problem}");
        return plan.Size.Runs > StudyPlan.MostRuns ? [TooMany(plan)] : All(plan);
    }

    private static IEnumerable<string> All(StudyPlan plan) =>
    [
        .. plan is { Folds: CurveFolds, Variants.Count: > 1 }
            ? ["variants: a learning curve is of one variant; leave out what varies, or make a study for each"] : (string[])[],
        .. VariantRules.Problems(plan), .. OfSeeds(plan.Seeds), .. plan.Folds is null ? [] : OfFolds(plan.Folds),
        .. OfSelection(plan.Selection), .. plan.Search is null ? [] : OfSearch(plan.Search, plan), .. OfRounds(plan), .. OfCreator(plan),
        .. OfPromoted(plan),
    ];

    private static string TooMany(StudyPlan plan)
    {
        StudyRound size = plan.Size;
        string folds = plan.Folds is null ? "" : $" × {size.Folds} folds";
        return $"variants: {size.Variants} variants{folds} × {size.Seeds} seeds are {size.Runs} runs; "
            + $"a study has at most {StudyPlan.MostRuns}";
    }

    private static IEnumerable<string> OfSeeds(IReadOnlyList<long> seeds)
    {
        if (seeds.Count == 0) yield return "seeds: there is none; give one or more";
        foreach (long seed in seeds.CountBy(seed => seed).Where(count => count.Value > 1).Select(count => count.Key))
            yield return $"seeds: {seed} is given twice; give each once";
        foreach (long seed in seeds.Where(seed => seed < 0).Distinct())
            yield return $"seeds: {seed} is negative; give whole numbers from 0";
    }

    private static IEnumerable<string> OfFolds(StudyFolds folds)
    {
        switch (folds)
        {
            case PatientFolds { Patients: < FoldRules.Fewest or > FoldRules.Most } patients:
                yield return $"folds.count: {patients.Patients} must be from {FoldRules.Fewest} to {FoldRules.Most}";
                break;
            case FileFolds files:
                if (files.Files.Count is < 2 or > FoldRules.Most)
                    yield return $"folds.files: {files.Files.Count} fold files; give 2 to {FoldRules.Most}";
                foreach (string file in files.Files.CountBy(file => file).Where(count => count.Value > 1).Select(count => count.Key))
                    yield return $"folds.files: {file} is given twice; name each fold's file once";
                if (files.Files.Any(file => string.IsNullOrWhiteSpace(file) || file.Contains('\0')))
                    yield return "folds.files: a name is empty; name each fold's file";
                break;
            case CurveFolds curve when NestedSubsets.Problem(curve.Shares) is { } problem:
                yield return $"folds.{problem}";
                break;
        }
        if (folds.Sha256.Count > 0 && folds.Sha256.Count != folds.Count)
            yield return $"folds.sha256: {folds.Sha256.Count} hashes for {folds.Count} folds; write one for each, or none";
        if (folds.Sha256.Any(hash => hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower)))
            yield return "folds.sha256: a hash is not 64 hexadecimal digits in lower case";
    }

    private static IEnumerable<string> OfSelection(SelectionRule selection)
    {
        if (selection.Metric == MetricNames.Loss)
        {
            yield return $"selection.metric: {MetricNames.Loss} is what training minimises, with weights of classes; "
                + $"give {MetricNames.LogLoss}";
        }
        else if (!SelectionRule.Metrics.Contains(selection.Metric))
        {
            yield return EditDistance.Nearest(selection.Metric, SelectionRule.Metrics) is { } near
                ? $"selection.metric: there is no {selection.Metric}; did you mean {near}?"
                : $"selection.metric: there is no {selection.Metric}; give one of {string.Join(", ", SelectionRule.Metrics)}";
        }
        else if (selection.Maximize == MetricDirection.LowerIsBetter(selection.Metric))
        {
            yield return selection.Maximize
                ? $"selection.direction: a lower {selection.Metric} is better; write {SelectionRule.Min}"
                : $"selection.direction: a higher {selection.Metric} is better; write {SelectionRule.Max}";
        }
    }

    private static IEnumerable<string> OfSearch(SearchRule search, StudyPlan plan)
    {
        RunSettings[] settings = [.. VariantRules.Valid(plan)];
        switch (search)
        {
            case MedianRule median:
                if (median.Startup < 1) yield return $"search.startup: {median.Startup} must be 1 or more";
                if (median.Warmup < 0) yield return $"search.warmup: {median.Warmup} must be 0 or more";
                break;
            case HalvingRule halving:
                if (halving.Factor < 2) yield return $"search.factor: {halving.Factor} must be 2 or more";
                if (halving.Rungs.Count == 0) yield return "search.rungs: there is none; give epochs such as 5, 15";
                if (halving.Rungs.Any(rung => rung < 1) || halving.Rungs.Zip(halving.Rungs.Skip(1)).Any(pair => pair.First >= pair.Second))
                    yield return "search.rungs: must be numbers of epochs from 1 that rise, such as 5, 15";
                else if (settings.Length > 0 && halving.Rungs is [.., int last] && last >= settings.Max(own => own.Epochs))
                    yield return $"search.rungs: {last} is not before the end of training ({settings.Max(own => own.Epochs)} epochs); "
                        + "leave it out";
                break;
        }
        if (settings.Select(own => own.Epochs).Distinct().Count() > 1 && settings.Any(own => own.Scheduler == SchedulerKind.Cosine))
            yield return "search: with the cosine scheduler, variants of different epochs cannot be compared on the way; "
                + "give all variants the same epochs, or do not search";
    }

    private static IEnumerable<string> OfRounds(StudyPlan plan)
    {
        if (plan.Rounds.Count == 0) yield break;
        if (plan.Rounds.Any(round => round is { Variants: < 1 } or { Folds: < 1 } or { Seeds: < 1 })
            || plan.Rounds.Zip(plan.Rounds.Skip(1)).Any(pair => !pair.Second.Covers(pair.First)))
            yield return "rounds: a round has less than the one before; restore the file, since runs are counted by the rounds";
        else if (plan.Rounds[^1] != plan.Size)
            yield return $"rounds: the last has {Words(plan.Rounds[^1])}, but the study has {Words(plan.Size)}; "
                + "add to a study by the program, not by hand";
    }

    private static IEnumerable<string> OfPromoted(StudyPlan plan)
    {
        string[] names = [.. plan.Variants.Select(variant => variant.Name)];
        if (plan.Promoted.Count > 0 && plan.Search is null) yield return "promoted: the study has no search, so leave this out";
        foreach (string unknown in plan.Promoted.Where(name => !names.Contains(name)))
            yield return EditDistance.Nearest(unknown, names) is { } near
                ? $"promoted: there is no variant {unknown}; did you mean {near}?"
                : $"promoted: there is no variant {unknown}; name one of the variants";
    }

    private static IEnumerable<string> OfCreator(StudyPlan plan)
    {
        if (!IsName(plan.CreatedBy)) yield return $"created_by: must be a name of 1 to {LongestName} visible characters in one line";
        if (plan.Name is { } name && (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl)))
            yield return "name: must be a text in one line";
        if (plan.Tags.Any(tag => string.IsNullOrWhiteSpace(tag) || tag.Any(char.IsControl)))
            yield return "tags: each must be a text in one line";
    }

    /// <summary>Whether a text can be a name: one line that is neither empty nor too long, and looks like no other name.</summary>
    internal static bool IsName(string text) => text.Length is > 0 and <= LongestName && text.Trim() == text && text.All(IsSeen);

    // Some scripts need the joiners.
    private static bool IsSeen(char c) => c is '\u200c' or '\u200d' || char.GetUnicodeCategory(c) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Words(StudyRound round) => $"{round.Variants} variants, {round.Folds} folds and {round.Seeds} seeds";
}
