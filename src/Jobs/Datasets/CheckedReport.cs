using Angioboard.Core.Data.Exams;

namespace Angioboard.Jobs.Datasets;

/// <summary>The last check of a registered data set.</summary>
public sealed record CheckedReport
{
    // A wrong folder can produce a line for each of thousands of frames.
    private const int MostLines = 1000;

    /// <summary>When it ended.</summary>
    public required DateTimeOffset Checked { get; init; }

    /// <summary>What prevents use of the data set; at most a thousand lines.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What its users should know; at most a thousand lines.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>How many problems there were.</summary>
    public required int ProblemCount { get; init; }

    /// <summary>How many warnings there were.</summary>
    public required int WarningCount { get; init; }

    /// <summary>Sizes of frames over all splits, the most frequent first.</summary>
    public required IReadOnlyList<FrameSize> Sizes { get; init; }

    internal static CheckedReport Of(DatasetReport report, DateTimeOffset now) => new()
    {
        Checked = now,
        Problems = [.. report.Problems.Take(MostLines)],
        Warnings = [.. report.Warnings.Take(MostLines)],
        ProblemCount = report.Problems.Count,
        WarningCount = report.Warnings.Count,
        Sizes =
        [
            .. report.Splits.SelectMany(split => split.Sizes).GroupBy(size => (size.Width, size.Height))
                .Select(same => new FrameSize(same.Key.Width, same.Key.Height, same.Sum(size => size.Count)))
                .OrderByDescending(size => size.Count),
        ],
    };
}
