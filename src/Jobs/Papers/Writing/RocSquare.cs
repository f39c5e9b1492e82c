using Angioboard.Core.Drawing;

namespace Angioboard.Jobs.Papers.Writing;

/// <summary>The frame of ROC curves.</summary>
internal static class RocSquare
{
    /// <summary>A figure without curves yet.</summary>
    public static Figure Of(string title) => Figure.UnitSquare(title, "False positive rate", "True positive rate");
}
