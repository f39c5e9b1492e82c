using System.Globalization;
using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Lists.Columns;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Runs.Filters;

/// <summary>Search, filters and grouping of the list.</summary>
public sealed partial class RunFilters : IDisposable
{
    private const string Hint = "Search, or val_auc>0.9";

    // Long enough to type the next letter, too short to notice.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private static readonly IReadOnlyList<RunColumn> Ranges =
        [.. RunColumns.Catalogue([])
            .Where(column => column.IsNumber && column.IsSortable && column.Format != ColumnFormat.Time && column.Kind != ColumnKind.Last
                && column.Kind != ColumnKind.AtBest)
        .OrderByDescending(column => column.Kind == ColumnKind.Best)];

    private CancellationTokenSource typing = new();
    private string column = "best:val_auc_ovr_macro";
    private string sent = "";
    private string search = "";
    private int searches;
    private double? from;
    private double? to;

    /// <summary>The current query.</summary>
    [Parameter, EditorRequired] public required RunQuery Query { get; set; }

    /// <summary>The values to choose from.</summary>
    [Parameter, EditorRequired] public required RunFacets Facets { get; set; }

    /// <summary>The query was changed; Typing while its search is still being typed.</summary>
    [Parameter] public EventCallback<(RunQuery Query, bool Typing)> OnChanged { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        typing.Cancel();
        typing.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // A search set from elsewhere recreates the field; one that is being typed is left to the browser, which is ahead of the server.
        if (Query.Search == sent) return;
        sent = search = Query.Search;
        searches++;
    }

    private Task SendAsync(string text)
    {
        sent = text;
        return OnChanged.InvokeAsync((Query with { Search = text, Page = 1 }, true));
    }

    private Task Change(RunQuery query) => OnChanged.InvokeAsync((query with { Page = 1 }, false));

    private async Task Typed(ChangeEventArgs args)
    {
        string text = (string)args.Value!;
        await typing.CancelAsync();
        typing.Dispose();
        typing = new CancellationTokenSource();
        try
        {
            await Task.Delay(Pause, typing.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        await SendAsync(text);
    }

    private async Task Entered(ChangeEventArgs args)
    {
        await typing.CancelAsync();
        string text = (string)args.Value!;
        if (text != sent) await SendAsync(text);
    }

    private Task AddRange()
    {
        string name = column.StartsWith("best:", StringComparison.Ordinal) ? column["best:".Length..] : column;
        string[] words =
        [
            Query.Search.Trim(),
            from is { } low ? string.Create(CultureInfo.InvariantCulture, $"{name}>={low:R}") : "",
            to is { } high ? string.Create(CultureInfo.InvariantCulture, $"{name}<={high:R}") : "",
        ];
        (from, to) = (null, null);
        return Change(Query with { Search = string.Join(' ', words.Where(word => word.Length > 0)) });
    }
}
