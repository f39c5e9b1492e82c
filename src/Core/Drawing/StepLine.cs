namespace Angioboard.Core.Drawing;

/// <summary>
/// A line in steps: a point's y holds back to the x before, so the line goes up or down first and then along. So precision holds between
/// two recalls; straight lines between them would look better than the average precision (Davis and Goadrich, 2006).
/// </summary>
internal static class StepLine
{
    /// <summary>The corners of the steps.</summary>
    /// <param name="x">Ascending.</param>
    /// <param name="y">As many values.</param>
    public static (IReadOnlyList<double> X, IReadOnlyList<double> Y) Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        List<double> cornersX = [], cornersY = [];
        for (int i = 0; i < x.Count; i++)
        {
            if (i > 0)
            {
                cornersX.Add(x[i - 1]);
                cornersY.Add(y[i]);
            }
            cornersX.Add(x[i]);
            cornersY.Add(y[i]);
        }
        return (cornersX, cornersY);
    }
}
