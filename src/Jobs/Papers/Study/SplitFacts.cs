using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;

namespace Angioboard.Jobs.Papers.Study;

/// <summary>A split on the way from the split file to the figures. Null is what the run's folder does not say.</summary>
/// <param name="Name">The split.</param>
/// <param name="Entries">Entries of the split file.</param>
/// <param name="Listed">Exams that these name.</param>
/// <param name="Read">Exams that were read.</param>
/// <param name="Frames">Their frames that were used.</param>
/// <param name="Unlabelled">Exams without a label.</param>
/// <param name="Evaluated">Exams that figures are of.</param>
/// <param name="Patients">Patients of these.</param>
internal sealed record SplitFacts(
    string Name, int? Entries, int? Listed, int? Read, int? Frames, int? Unlabelled, int? Evaluated, int? Patients)
{
    /// <summary>The splits of a run, in the order of the split file.</summary>
    public static IReadOnlyList<SplitFacts> Of(PaperRun run)
    {
        JsonObject? file = File(run.Folder.Split), meta = run.Meta?["splits"] as JsonObject;
        string[] names = [.. (file?.Select(split => split.Key) ?? []).Union(run.Predictions.Select(split => split.Split))];
        return [.. names.Select(Facts)];

        SplitFacts Facts(string name)
        {
            JsonArray? entries = file?[name] as JsonArray;
            JsonNode? read = (meta?[name] as JsonObject);
            Core.Evaluation.SplitReport? report = run.Evaluation.Splits.GetValueOrDefault(name);
            int? predicted = run.Predictions.FirstOrDefault(split => split.Split == name)?.Exams.Count;
            return new SplitFacts(name, entries?.Count, entries?.Select(Exam).Distinct().Count(), Whole(read?["exams"]) ?? predicted,
                Whole(read?["frames"]), Whole(read?["unlabelled"]) ?? report?.Unlabelled, report?.Exams,
                run.Evaluation.Bootstrap.Unit == "patients" ? report?.Units : null);
        }
    }

    /// <summary>The sum of a fact over splits; null if one does not know it.</summary>
    public static int? Sum(IReadOnlyList<SplitFacts> splits, Func<SplitFacts, int?> fact) =>
        splits.Any(split => fact(split) is null) ? null : splits.Sum(fact);

    private static int? Whole(JsonNode? value) => (int?)RunEvents.Whole(value);

    private static string Exam(JsonNode? entry)
    {
        string path = (entry as JsonArray)?[0]?.ToString() ?? "";
        int end = path.LastIndexOf('/');
        return end < 0 ? path : path[..end];
    }

    private static JsonObject? File(string path)
    {
        try
        {
            return JsonText.Parse(SafeOpen.Bytes(path, FolderOwners.Rule(path, OpenRule.LargestJson))) as JsonObject;
        }
        catch (Exception e) when (FileErrors.Is(e) || e is JsonException or InputException)
        {
            return null;
        }
    }
}
