namespace Angioboard.Dashboard.Charts;

/// <summary>A faint dotted line across a chart at a y, such as the precision of chance.</summary>
/// <param name="Y">Where.</param>
/// <param name="Color">Any CSS colour.</param>
public sealed record ChartLevel(double Y, string Color);
