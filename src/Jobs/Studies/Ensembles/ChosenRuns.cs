using Angioboard.Core;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Ensembles;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Results;

namespace Angioboard.Jobs.Studies.Ensembles;

/// <summary>The runs of an ensemble that is to be made.</summary>
/// <param name="Name">The ensemble's name.</param>
/// <param name="Variant">The variant whose runs they are; null if they were chosen one by one.</param>
/// <param name="Members">The runs.</param>
public sealed record ChosenRuns(string Name, string? Variant, IReadOnlyList<PredictedFolder> Members)
{
    private const string ByHand = "chosen";

    /// <summary>Finds what was chosen.</summary>
    /// <param name="study">The study.</param>
    /// <param name="finished">Its finished runs.</param>
    /// <param name="choice">What was chosen; neither a variant nor runs for the best variant.</param>
    /// <param name="best">Says which variant is best, where it must be known; null before one is.</param>
    /// <exception cref="InputException">
    /// There is no such variant or run, too few are finished, or the name is taken or not valid.
    /// </exception>
    public static ChosenRuns Of(
        StudyDirectory study, IReadOnlyList<PredictedFolder> finished, EnsembleChoice choice, Func<string?> best)
    {
        if (choice.Variant is not null && choice.Runs.Count > 0)
            throw new InputException("runs: exclude a variant; give one of the two");
        string? variant = choice.Runs.Count > 0 ? null : VariantOf(study.Plan, choice.Variant, best);
        PredictedFolder[] members = variant is null
            ? RunsOf(study, finished, choice.Runs)
            : [.. finished.Where(run => GroupOf(study.Plan, run) == variant)];
        if (members.Length < 2)
            throw new InputException(variant is null
                ? "runs: an ensemble of one run is that run; choose two or more"
                : $"{variant}: {(members.Length == 0 ? "none of its runs is" : "only one of its runs is")} finished; an ensemble needs two "
                    + "or more");
        return new ChosenRuns(NameOf(study, choice.Name, variant, members), variant, members);
    }

    /// <summary>The variants that can be chosen: those of the plan, or the sizes of a learning curve.</summary>
    public static IReadOnlyList<string> Variants(StudyPlan plan) => plan.Folds is CurveFolds curve
        ? [.. Enumerable.Range(0, curve.Count).Select(curve.NameOf)]
        : [.. plan.Variants.Select(variant => variant.Name)];

    /// <summary>The variant of a run, or its size in a learning curve.</summary>
    public static string GroupOf(StudyPlan plan, PredictedFolder run) =>
        plan.Folds is CurveFolds curve ? curve.NameOf(run.Fold!.Value) : run.Variant;

    private static string VariantOf(StudyPlan plan, string? variant, Func<string?> best)
    {
        IReadOnlyList<string> names = Variants(plan);
        if (variant is null)
            return names is [var only] ? only
                : best()
                    ?? throw new InputException($"variant: none is known to be the best yet; choose one of: {string.Join("; ", names)}");
        return names.Contains(variant)
            ? variant
            : throw new InputException($"variant: the study has no {variant}; choose one of: {string.Join("; ", names)}");
    }

    private static PredictedFolder[] RunsOf(StudyDirectory study, IReadOnlyList<PredictedFolder> finished, IReadOnlyList<string> runs)
    {
        string[] names = [.. runs.Select(run => run[(run.LastIndexOf('/') + 1)..])];
        ILookup<string, PredictedFolder> known = finished.ToLookup(run => run.Folder.Name);
        string[] problems =
        [
            .. names.CountBy(name => name).Where(count => count.Value > 1)
                .Select(count => $"runs: {count.Key} is given twice; give each run once"),
            .. names.Distinct().Where(name => !known.Contains(name))
                .Select(name => $"runs: {name} is no finished run of {study.Name}; give runs such as "
                    + $"{(finished.Count > 0 ? finished[0].Folder.Name : "Train_1")}"),
        ];
        return problems.Length > 0 ? throw new InputException(problems) : [.. names.SelectMany(name => known[name])];
    }

    // Made again under its name, an ensemble is the same with the runs of now; another one must not take its place.
    private static string NameOf(StudyDirectory study, string? given, string? variant, PredictedFolder[] members)
    {
        if (given is not null && !EnsembleFolder.IsName(given))
            throw new InputException($"name: {given} cannot name a folder; use letters, digits, dots, dashes and underscores, beginning "
                + "with a letter or digit");
        string name = given ?? (variant is null ? ByHand : EvaluationNames.Folder(variant).TrimStart('-', '_', '.'));
        if (name.Length == 0) name = ByHand;
        if (!IsTaken(name)) return name;
        if (given is not null)
            throw new InputException($"name: there is an ensemble {name} of other runs in {study.Name} already; give another name");
        int number = 2;
        while (IsTaken($"{name}-{number}")) number++;
        return $"{name}-{number}";

        bool IsTaken(string wanted)
        {
            EnsembleFolder folder = EnsembleFolder.Of(study.Path, wanted);
            if (!Directory.Exists(folder.Path)) return false;
            try
            {
                EnsembleRecord record = EnsembleFile.Read(folder.Record);
                return record.Variant != variant || (variant is null
                    && !record.Members.Select(member => member.Run).ToHashSet().SetEquals(members.Select(run => run.Folder.Name)));
            }
            catch (InputException)
            {
                // Nobody can use what cannot be read.
                return false;
            }
        }
    }
}
