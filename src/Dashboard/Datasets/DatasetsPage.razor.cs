using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Angioboard.Dashboard.Datasets;

/// <summary>The registered data sets, and the form to register another.</summary>
public sealed partial class DatasetsPage
{
    private IReadOnlyList<Row> rows = [];
    private bool mayLaunch;

    /// <summary>Whether the form is open.</summary>
    [SupplyParameterFromQuery(Name = "register")] public bool? Register { get; set; }

    /// <summary>The data sets.</summary>
    [Inject] public required DatasetStore Datasets { get; set; }

    /// <summary>Counts their exams and frames.</summary>
    [Inject] public required DatasetCatalog Catalog { get; set; }

    /// <summary>The folders that their files must be in.</summary>
    [Inject] public required DataRoots Roots { get; set; }

    /// <summary>Their checks.</summary>
    [Inject] public required DatasetRegistration Registration { get; set; }

    /// <summary>The phantom dataset.</summary>
    [Inject] public required PhantomOffer Offer { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public required Task<AuthenticationState> Authentication { get; set; }

    private bool Registering => Register == true;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        ListRows();
        mayLaunch = (await Authentication).User.MayLaunch();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await CountAsync();
    }

    private void ListRows() =>
        rows = [.. Datasets.All().Select(dataset => new Row(dataset, DatasetState.Of(dataset, Roots), Catalog.Counted(dataset.Name)))];

    private string Told(Dataset dataset, string line) => mayLaunch ? line : DatasetLines.ForViewers(dataset, line);

    private async Task LoadAsync()
    {
        ListRows();
        await CountAsync();
    }

    // A changed split file is counted again; until then the page shows the old numbers.
    private async Task CountAsync()
    {
        foreach (Row row in rows)
        {
            DatasetSummary? summary = await Catalog.SummaryAsync(row.Dataset.Name, CancellationToken.None);
            if (summary?.Stamp == row.Summary?.Stamp) continue;
            rows = [.. rows.Select(other => other.Dataset.Name == row.Dataset.Name ? other with { Summary = summary } : other)];
            StateHasChanged();
        }
    }

    private void OnRegistered(string name) => Navigation.NavigateTo($"datasets/{name}");

    private void CloseForm() => Navigation.NavigateTo("datasets");

    private sealed record Row(Dataset Dataset, DatasetState State, DatasetSummary? Summary);
}
