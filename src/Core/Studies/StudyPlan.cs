using Angioboard.Core.Settings;
using Angioboard.Core.Studies.Searching;

namespace Angioboard.Core.Studies;

/// <summary>What a study compares and how: the content of study.json.</summary>
public sealed record StudyPlan
{
    /// <summary>The most runs of one study: variants × folds × seeds.</summary>
    public const int MostRuns = 1000;

    /// <summary>The settings that all runs share, but for their variant, fold and seed.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>The variants, in order.</summary>
    public required IReadOnlyList<StudyVariant> Variants { get; init; }

    /// <summary>The variant that others are compared with, and that no search pauses; null for none.</summary>
    public string? Baseline { get; init; }

    /// <summary>The seeds, in order.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>The folds; null if all runs have the split file of the settings.</summary>
    public StudyFolds? Folds { get; init; }

    /// <summary>What decides which variant is best.</summary>
    public required SelectionRule Selection { get; init; }

    /// <summary>When variants that fall back are paused; null for never.</summary>
    public SearchRule? Search { get; init; }

    /// <summary>The variants that somebody let go on, whatever the search says of them.</summary>
    public IReadOnlyList<string> Promoted { get; init; } = [];

    /// <summary>The sizes of the study since it was made, the present one last; empty for a study to which nothing was added.</summary>
    public IReadOnlyList<StudyRound> Rounds { get; init; } = [];

    /// <summary>A name for its runs, in which <c>{lr}</c> stands for the run's value of a setting; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>A note on its runs.</summary>
    public string Note { get; init; } = "";

    /// <summary>Tags of its runs.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The present size.</summary>
    public StudyRound Size => new(Variants.Count, Folds?.Count ?? 1, Seeds.Count);

    /// <summary>
    /// The runs in an order that additions do not change: those of the first round, then what each later round added; within a round seed
    /// by seed, fold by fold, and the variants in turn, so that the variants can be compared early. The plan must be valid.
    /// </summary>
    /// <param name="foldsFolder">The folder of the folds' files, which become the runs' split files; null to leave those.</param>
    public IReadOnlyList<StudyRun> Runs(string? foldsFolder = null)
    {
        RunSettings[] own = [.. Variants.Select(variant => SettingsFile.Combine(SettingsFile.ToJson(Settings), variant.Settings))];
        List<StudyRun> runs = [];
        StudyRound before = new(0, 0, 0);
        foreach (StudyRound round in Rounds.Count > 0 ? Rounds : [Size])
        {
            foreach ((int variant, int fold, int seed) in Cells(round).Where(cell => !before.Has(cell.Variant, cell.Fold, cell.Seed)))
            {
                RunSettings settings = own[variant] with { Seed = Seeds[seed] };
                if (Folds is not null && foldsFolder is not null)
                    settings = settings with { Split = Path.Combine(foldsFolder, $"{Folds.NameOf(fold)}.json") };
                runs.Add(new StudyRun(runs.Count, Variants[variant].Name, Folds is null ? null : fold, Seeds[seed], settings));
            }
            before = round;
        }
        return runs;
    }

    /// <summary>The study with more variants, seeds or fold files, all at the end. Nothing that is there moves.</summary>
    /// <param name="variants">More variants.</param>
    /// <param name="seeds">More seeds.</param>
    /// <param name="foldFiles">More fold files; only for ready-made folds, since another number of divided folds divides anew.</param>
    /// <exception cref="InputException">The study would not be valid, or its folds cannot be added to; all problems are listed.</exception>
    public StudyPlan With(
        IReadOnlyList<StudyVariant>? variants = null, IReadOnlyList<long>? seeds = null, IReadOnlyList<string>? foldFiles = null)
    {
        if (Seeds.Intersect(seeds ?? []).ToArray() is { Length: > 0 } known)
            throw new InputException([.. known.Select(seed => $"seeds: the study has {seed} already; give others")]);
        StudyFolds? folds = Folds;
        if (foldFiles is { Count: > 0 })
        {
            // The hashes are those of the files that are written.
            folds = Folds is FileFolds ready
                ? new FileFolds([.. ready.Files, .. foldFiles])
                : throw new InputException(
                    "folds: only a study of ready-made fold files takes more folds; make a new study for another number of folds");
        }
        StudyPlan longer = this with
        {
            Variants = [.. Variants, .. variants ?? []],
            Seeds = [.. Seeds, .. seeds ?? []],
            Folds = folds,
            // A study of one variant has nothing to compare it with until then.
            Baseline = Baseline ?? (Variants.Count == 1 && variants is { Count: > 0 } ? Variants[0].Name : null),
        };
        if (longer.Size != Size) longer = longer with { Rounds = [.. Rounds.Count > 0 ? Rounds : [Size], longer.Size] };
        StudyRules.Require(longer);
        return longer;
    }

    /// <summary>The study with variants that go on, whatever its search says of them.</summary>
    /// <param name="variants">Their names.</param>
    /// <exception cref="InputException">There is no such variant, or the study does not search.</exception>
    public StudyPlan Promote(IReadOnlyList<string> variants)
    {
        if (Search is null) throw new InputException("search: the study has none, so no variant of it is held");
        StudyPlan plan = this with { Promoted = [.. Promoted.Union(variants)] };
        StudyRules.Require(plan);
        return plan;
    }

    /// <summary>What the search says of each variant, by its name; all go on in a study without a search.</summary>
    /// <param name="runs">All runs of the study, in its order.</param>
    public IReadOnlyDictionary<string, SearchVerdict> Judge(IReadOnlyList<RunCurve> runs)
    {
        string[] always = [.. Baseline is { } baseline ? [baseline] : Array.Empty<string>(), .. Promoted];
        return Search?.Judge(runs, always, Selection.Maximize)
            ?? Variants.ToDictionary(variant => variant.Name, _ => SearchVerdict.GoOn);
    }

    private static IEnumerable<(int Variant, int Fold, int Seed)> Cells(StudyRound round) =>
        from seed in Enumerable.Range(0, round.Seeds)
        from fold in Enumerable.Range(0, round.Folds)
        from variant in Enumerable.Range(0, round.Variants)
        select (variant, fold, seed);
}
