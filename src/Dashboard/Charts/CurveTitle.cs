using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Reading;

namespace Angioboard.Dashboard.Charts;

/// <summary>Titles of values over epochs.</summary>
public static class CurveTitle
{
    /// <summary><c>val_loss</c> → <c>Loss, validation</c>.</summary>
    public static string Of(string name)
    {
        string title = MetricTitle.Of(RunCurves.MetricOf(name));
        return RunCurves.SplitOf(name) switch
        {
            "train" => $"{title}, training",
            "val" => $"{title}, validation",
            "" => title,
            string split => $"{title}, {split}",
        };
    }
}
