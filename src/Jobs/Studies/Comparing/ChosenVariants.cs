using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Results;

namespace Angioboard.Jobs.Studies.Comparing;

/// <summary>The variants that are compared side by side.</summary>
/// <param name="Variants">Those that exist, in the order asked for, each once.</param>
/// <param name="Unknown">What was asked for and is no variant, each with the reason.</param>
/// <param name="LeftOut">Addresses beyond the limit of a page.</param>
public sealed record ChosenVariants(
    IReadOnlyList<ChosenVariant> Variants, IReadOnlyList<(string Address, string Why)> Unknown, IReadOnlyList<string> LeftOut)
{
    /// <summary>The most variants that fit on a page.</summary>
    public const int Most = ComparedRuns.Most;

    /// <summary>Their studies, each once.</summary>
    public IReadOnlyList<StudyRuns> Studies => [.. Variants.Select(variant => variant.Study).Distinct()];

    /// <summary>Finds variants by their addresses.</summary>
    /// <param name="addresses">The addresses (<see cref="VariantAddress"/>).</param>
    /// <param name="library">Finds the studies.</param>
    /// <param name="runs">All runs.</param>
    public static ChosenVariants Of(IEnumerable<string> addresses, StudyLibrary library, RunStore runs)
    {
        Dictionary<string, StudyRuns?> studies = [];
        List<(VariantAddress Address, StudyRuns Study, RunSettings Settings)> found = [];
        List<(string, string)> unknown = [];
        IReadOnlyList<Run> all = runs.All;
        foreach (string text in addresses.Distinct())
        {
            if (VariantAddress.Parse(text) is not { } address)
            {
                unknown.Add((text, "is no variant of a study; write it as experiment/Study_1:variant"));
                continue;
            }
            if (!studies.TryGetValue(address.StudyId, out StudyRuns? study))
                studies[address.StudyId] = study = library.Find(address.Experiment, address.Study) is { } there
                    ? StudyRuns.Of(there, all)
                    : null;
            if (study is null) unknown.Add((text, $"there is no study {address.StudyId}"));
            else if (study.Study.Plan is not { } plan)
                unknown.Add((text, $"the study.json of {address.StudyId} cannot be read; the study's page says why"));
            else if (SettingsOf(plan, address.Variant) is { } settings) found.Add((address, study, settings));
            else unknown.Add((text, $"{address.StudyId} has no variant {address.Variant}"));
        }
        VariantAddress[] shown = [.. found.Take(Most).Select(variant => variant.Address)];
        return new ChosenVariants(
            [.. found.Take(Most).Select(one => new ChosenVariant(one.Address, NameOf(one.Address, shown), one.Study, one.Settings))],
            unknown, [.. found.Skip(Most).Select(variant => $"{variant.Address}")]);
    }

    /// <summary>Whether a seal hides the figures of one of the studies.</summary>
    public bool AreHidden(SealStore seals) => Studies.Any(study => SealedStudies.AreHidden(study, seals));

    /// <summary>The finished runs, in short: as long as this does not change, the comparison does not.</summary>
    public string Finished => string.Join('\n', Studies.Select(study => $"{study.Study.Folder}\n{StudyReports.Finished(study)}"));

    private static RunSettings? SettingsOf(StudyPlan plan, string variant)
    {
        StudyVariant? found = plan.Folds is not CurveFolds curve ? plan.Variants.FirstOrDefault(one => one.Name == variant)
            : Enumerable.Range(0, curve.Count).Any(size => curve.NameOf(size) == variant) ? plan.Variants[0]
            : null;
        return found is null ? null : SettingsFile.Combine(SettingsFile.ToJson(plan.Settings), found.Settings);
    }

    private static string NameOf(VariantAddress variant, IReadOnlyList<VariantAddress> all) =>
        all.All(other => other.StudyId == variant.StudyId) ? variant.Variant
        : all.All(other => other.Experiment == variant.Experiment) ? $"{variant.Study}:{variant.Variant}"
        : $"{variant}";
}
