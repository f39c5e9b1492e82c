namespace Angioboard.Dashboard.Charts;

/// <summary>A heat map's cell: the series' index and the category's.</summary>
public sealed record ChartCell(int Row, int Column);
