using System.Globalization;

namespace Angioboard.Core.Hygiene.Duplicates;

/// <summary><see cref="NearDuplicates"/> in sentences, for pages and terminals.</summary>
public static class DuplicateText
{
    /// <summary>What was compared, and what was found.</summary>
    public static string Summary(NearDuplicates duplicates)
    {
        string skipped = duplicates.Skipped == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $" {duplicates.Skipped:N0} more {(duplicates.Skipped == 1 ? "was" : "were")} too dark or too even to compare.");
        string found = duplicates.Found switch
        {
            0 => "No two frames of different splits or patients look the same",
            1 => "One pair of exams has frames that look the same, in different splits or of different patients",
            int count => string.Create(CultureInfo.InvariantCulture,
                $"{count:N0} pairs of exams have frames that look the same, in different splits or of different patients"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{found}; {duplicates.Frames:N0} frames were compared.{skipped}");
    }
}
