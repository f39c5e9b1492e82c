using Angioboard.Dashboard.Scripts;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Charts;

/// <summary>The browser's side of one <see cref="Chart"/>: tracks what was drawn and sends only changes.</summary>
internal sealed class ChartDrawing(IJSRuntime script, ElementReference element, Chart chart) : IAsyncDisposable
{
    private readonly ScriptTurns turns = new();
    private DotNetObjectReference<ChartDrawing>? self;
    private IJSObjectReference? module;
    private IJSObjectReference? drawn;
    private ChartOptions? options;
    private IReadOnlyList<ChartPoint>[] points = [];
    private int[] sent = [];
    private int[] held = [];

    /// <summary>Updates the drawing to the chart's parameters.</summary>
    public ValueTask ShowAsync() => turns.CallAsync(async () =>
    {
        ChartOptions wanted = ChartOptions.Of(chart);
        IReadOnlyList<ChartPoint>[] series = chart.Series.Select(s => s.Points).ToArray();
        if (drawn is not null && options is not null && wanted.DrawsLike(options) && TryGrow(series, out double?[][][]? added))
        {
            if (added.Any(a => a.Length > 0))
                await drawn.InvokeVoidAsync("append", [added]);
            return;
        }
        bool same = drawn is not null && options is not null && wanted.DrawsLike(options);
        options = wanted;
        double?[][][] thinned = series.Select(s => Pairs(Thinning.MinMax(s), 0)).ToArray();
        points = series;
        sent = [.. series.Select(s => s.Count)];
        held = [.. thinned.Select(s => s.Length)];
        double[][]?[] bands = chart.Series.Select(s => s.Band?.Select(b => new[] { b.X, b.Low, b.High }).ToArray()).ToArray();
        if (drawn is null)
        {
            module ??= await script.InvokeAsync<IJSObjectReference>("import", "./js/chart.js");
            if (turns.HasLeft) return;
            self ??= DotNetObjectReference.Create(this);
            drawn = await module.InvokeAsync<IJSObjectReference>("create", element, wanted, thinned, bands, self);
        }
        else
        {
            await drawn.InvokeVoidAsync("redraw", same ? null : wanted, thinned, bands);
        }
    });

    /// <summary>Called by js/chart.js.</summary>
    [JSInvokable]
    public Task Hover(int series) => chart.OnSeriesHover.InvokeAsync(series < 0 ? null : series);

    public async ValueTask DisposeAsync()
    {
        await turns.LeaveAsync(async () =>
        {
            if (drawn is not null)
            {
                await drawn.InvokeVoidAsync("destroy");
                await drawn.DisposeAsync();
            }
            if (module is not null)
                await module.DisposeAsync();
        });
        self?.Dispose();
    }

    /// <summary>
    /// Whether each series starts with the points drawn, and its points beyond them; a series over twice the limit is thinned again.
    /// </summary>
    private bool TryGrow(IReadOnlyList<ChartPoint>[] series, out double?[][][] added)
    {
        added = [];
        if (series.Length != points.Length)
            return false;
        for (int s = 0; s < series.Length; s++)
        {
            IReadOnlyList<ChartPoint> before = points[s];
            int grown = series[s].Count - sent[s];
            if (grown < 0 || (sent[s] > 0 && (series[s][0] != before[0] || series[s][sent[s] - 1] != before[sent[s] - 1])))
                return false;
            if (grown > 0 && held[s] + grown > 2 * Thinning.Limit)
                return false;
        }
        added = [.. series.Select((list, s) => Pairs(list, sent[s]))];
        points = series;
        sent = [.. series.Select(s => s.Count)];
        for (int s = 0; s < held.Length; s++)
            held[s] += added[s].Length;
        return true;
    }

    private static double?[][] Pairs(IReadOnlyList<ChartPoint> list, int from)
    {
        double?[][] pairs = new double?[list.Count - from][];
        for (int i = from; i < list.Count; i++)
        {
            double? y = list[i].Y is { } value && double.IsFinite(value) ? value : null;
            pairs[i - from] = list[i].Extra is { } extra ? [list[i].X, y, extra] : [list[i].X, y];
        }
        return pairs;
    }
}
