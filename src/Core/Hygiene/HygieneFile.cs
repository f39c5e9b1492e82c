using System.Text.Json;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Hygiene;

/// <summary>A hygiene report as a file. It can always be computed again from the data.</summary>
public static class HygieneFile
{
    /// <summary>Writes it, numbers in full.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, HygieneReport report) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, report, ReportJson.Indented));

    /// <summary>The same as text.</summary>
    public static string Text(HygieneReport report) => JsonSerializer.Serialize(report, ReportJson.Indented);

    /// <summary>
    /// Reads a file written by <see cref="Write"/>; null where there is none, or it is damaged or of another version: then it has to be
    /// computed again.
    /// </summary>
    public static HygieneReport? Find(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            byte[] file = SafeOpen.Bytes(path, FolderOwners.Rule(path, OpenRule.LargestJson));
            ReadOnlySpan<byte> json = JsonText.WithoutMark(file);
            JsonText.Require(json);
            HygieneReport? report = JsonSerializer.Deserialize<HygieneReport>(json, ReportJson.Indented);
            // The reader refuses nulls in place of values, but not within lists.
            return report is not null && report.Classes.All(name => name is not null) && report.Shortcuts.Fits(report.Classes.Count)
                && report.Duplicates.Pairs.All(pair => pair is not null) ? report : null;
        }
        catch (Exception e) when (FileErrors.Is(e) || e is JsonException or InputException or NotSupportedException)
        {
            return null;
        }
    }
}
