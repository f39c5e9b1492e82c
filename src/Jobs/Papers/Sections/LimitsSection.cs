using Angioboard.Core.Hygiene;
using Angioboard.Core.Hygiene.Duplicates;
using Angioboard.Core.Hygiene.Shortcuts;
using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Sections;

/// <summary>What limits the results, as far as the files say it.</summary>
internal static class LimitsSection
{
    public static IEnumerable<PaperBlock> Of(PaperStudy study)
    {
        yield return new PaperHeading(1, "Limitations");
        yield return new PaperList([.. Known(study), .. Files(study), $"Others: {PaperWords.Gap("limits of the data and the design")}."]);
    }

    private static IEnumerable<string> Known(PaperStudy study)
    {
        if (!study.KnowsPatients)
            yield return "Patients are not known, so exams count as independent. If two exams of a patient are in, intervals are too "
                + "narrow.";
        if (study.Split != "test") yield return $"The results are of the {study.Split} split, on which choices may have been made.";
        if (study.Sealed is null)
        {
            string[] cautions =
            [
                .. study.Results.Cautions.Values.Concat(study.Results.PerClass.SelectMany(c => c.Cautions.Values)).Distinct(),
            ];
            foreach (string caution in cautions) yield return $"{caution}.";
        }
        if (!study.HasSeeds)
            yield return "Each setting was trained with one seed, so how much of the results is chance is unknown.";
        foreach (string note in study.Main.Evaluation.Notes) yield return $"{note}.";
    }

    // Shortcuts (Zech et al., 2018; DeGrave et al., 2021), and frames in two splits.
    private static IEnumerable<string> Files(PaperStudy study)
    {
        if (study.Hygiene is not { } hygiene)
        {
            yield return
                $"Shortcuts: {PaperWords.Gap("what frame count, image size and other facts of the files alone tell of the class")}.";
            yield return $"Near duplicates: {PaperWords.Gap("whether frames of one split nearly equal frames of another")}.";
            yield break;
        }
        ShortcutBaseline baseline = hygiene.Shortcuts;
        if (baseline.Why is { } why) yield return $"Shortcuts: {why}";
        else
        {
            string[] sentences =
            [
                BaselineText.Verdict(baseline, hygiene.Classes), BaselineText.Joint(baseline),
                .. BaselineText.Strip(baseline) is { } strip ? [strip] : Array.Empty<string>(),
            ];
            yield return $"Shortcuts: {string.Join(" ", sentences)}";
        }
        yield return $"Near duplicates: {DuplicateText.Summary(hygiene.Duplicates)}";
    }
}
