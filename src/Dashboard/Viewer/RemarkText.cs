using System.Globalization;
using Angioboard.Jobs.Datasets;

namespace Angioboard.Dashboard.Viewer;

/// <summary>Remarks as pages write them.</summary>
internal static class RemarkText
{
    /// <summary>Who wrote it and when.</summary>
    public static string By(ExamRemark remark) =>
        $"{remark.User}, {remark.Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}";

    /// <summary>What it says of the label.</summary>
    public static string Flag(ExamRemark remark) => remark.Doubtful ? "label doubtful" : "";
}
