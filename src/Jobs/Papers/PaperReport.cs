using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Files;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Papers.Checklists;
using Angioboard.Jobs.Papers.Sections;
using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;
using Angioboard.Core;

namespace Angioboard.Jobs.Papers;

/// <summary>Puts the sections of a report together.</summary>
internal static class PaperReport
{
    public static Paper Of(PaperStudy study)
    {
        List<PaperBlock> blocks =
        [
            .. RunsSection.Of(study), .. DataSection.Of(study), .. ModelSection.Of(study), .. StatisticsSection.Of(study),
            .. PerformanceSection.Of(study), .. CalibrationSection.Of(study), .. ComparisonSection.Of(study), .. FailureSection.Of(study),
            .. TrainingSection.Of(study), .. LimitsSection.Of(study), .. ChecklistSection.Of(study),
        ];
        blocks.AddRange(ReferencesSection.Of(blocks));
        string runs = study.Runs.Count == 1 ? study.Main.Name : $"{study.Main.Name} and "
            + $"{PaperWords.Count(study.Runs.Count - 1, "other run")}";
        return new Paper($"Classification of eye angiography: {runs}",
            $"Draft for the authors, written by Angioboard {ProductVersion.Text}. Results are of the {study.Split} split.", blocks)
        {
            Attachments = study.Comparison is { } report ? [.. Comparison(report, study.Classes)] : [],
        };
    }

    // All pairs and metrics, for which a document has no room.
    private static IEnumerable<(string Name, Action<string> Write)> Comparison(ComparisonReport report, IReadOnlyList<string> classes)
    {
        yield return ("comparison.json", path => ComparisonFile.Write(path, report));
        yield return ("comparison.csv", path => AtomicFile.Write(path, stream =>
        {
            using StreamWriter writer = new(stream, leaveOpen: true);
            ComparisonCsv.Write(report, classes, writer);
        }));
    }
}
