using Angioboard.Jobs.Datasets;

namespace Angioboard.Dashboard.Viewer;

/// <summary>Remarks as pages write them.</summary>
internal static class RemarkText
{
    /// <summary>What it says of the label.</summary>
    public static string Flag(ExamRemark remark) => remark.Doubtful ? "label doubtful" : "";
}
