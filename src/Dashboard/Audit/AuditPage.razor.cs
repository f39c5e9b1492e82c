using Angioboard.Core.Files;
using Angioboard.Dashboard.Times;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Audit;

/// <summary>The audit log, for administrators.</summary>
public sealed partial class AuditPage : IDisposable
{
    private const int AtOnce = 100;

    private AuditQuery query = new();
    private AuditPlace? before;
    private AuditPart? part;
    private CancellationTokenSource? reading;
    private string? problem;
    private string? shown;
    private bool rendered;
    private string? user;
    private string? action;
    private string? text;
    private string outcome = "";
    private DateOnly? from;
    private DateOnly? until;

    /// <summary>The reader's time zone.</summary>
    [CascadingParameter] public ReaderTime Clock { get; set; } = new();

    /// <summary>Reads the log.</summary>
    [Inject] public required AuditReader Reader { get; set; }

    /// <summary>The address, which holds the filter.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>Where the shown part of the matches begins.</summary>
    [SupplyParameterFromQuery(Name = "before")] public string? Before { get; set; }

    private string Counted => (part!.Entries.Count, part.Next, before) switch
    {
        (0, _, null) => "No entries are found.",
        (0, _, _) => "No older entries are found.",
        (var count, null, null) => count == 1 ? "1 entry" : $"{count} entries, the newest first",
        (var count, null, _) => $"The last {count}",
        (var count, _, null) => $"The newest {count}",
        (var count, _, _) => $"{count} older entries",
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Clock.Changed -= OnZoneChanged;
        reading?.Cancel();
        reading?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        string address = new Uri(Navigation.Uri).Query;
        if (shown == address) return;
        shown = address;
        (query, before) = (AuditAddress.Read(address), AuditAddress.Before(address));
        (user, action, text, outcome, from, until) =
            (query.User, query.Action, query.Text, query.Outcome?.ToString() ?? "", query.From, query.Until);
        // Not while prerendering: that would read the log twice.
        if (rendered) await ReadAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        rendered = true;
        Clock.Changed += OnZoneChanged;
        await ReadAsync();
        StateHasChanged();
    }

    private static string Word(AuditOutcome outcome) => outcome.ToString().ToLowerInvariant();

    private void Show() => Navigation.NavigateTo(AuditAddress.Of("audit", new AuditQuery
    {
        User = user?.Trim(),
        Action = action?.Trim(),
        Text = text?.Trim(),
        Outcome = Enum.TryParse(outcome, out AuditOutcome chosen) ? chosen : null,
        From = from,
        Until = until,
    }));

    // A day then begins at another time.
    private void OnZoneChanged() => _ = InvokeAsync(async () =>
    {
        await ReadAsync();
        StateHasChanged();
    });

    private async Task ReadAsync()
    {
        reading?.Cancel();
        reading?.Dispose();
        reading = new CancellationTokenSource();
        CancellationToken cancellation = reading.Token;
        (part, problem) = (null, null);
        try
        {
            // Searching a log of years with few matches takes seconds: not on the page's own thread.
            AuditQuery asked = query with { Zone = Clock.Zone };
            AuditPart found = await Task.Run(() => Reader.Read(asked, before, AtOnce, cancellation), cancellation);
            if (!cancellation.IsCancellationRequested) part = found;
        }
        catch (OperationCanceledException)
        {
            // The query has changed meanwhile.
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            (part, problem) = (new AuditPart([], null), $"The audit log cannot be read: {FileTrouble.Words(e)}.");
        }
    }
}
