using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Data.Exams;
using Angioboard.Dashboard.Viewer;
using Angioboard.Jobs.Datasets;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Datasets;

/// <summary>The exams of a data set; the address holds filter and open exam.</summary>
public sealed partial class ExamBrowser
{
    private const int PageSize = 20;

    private ExamListing? listing;
    private IReadOnlyList<ListedExam> found = [];
    private IReadOnlyList<Row> rows = [];
    private ExamNeighbours? neighbours;
    private string? problem;

    /// <summary>The data set.</summary>
    [Parameter, EditorRequired] public required Dataset Dataset { get; set; }

    /// <summary>Only exams of this split.</summary>
    [SupplyParameterFromQuery(Name = "split")] public string? Split { get; set; }

    /// <summary>Only exams of this class, by its label, or <c>none</c>.</summary>
    [SupplyParameterFromQuery(Name = "class")] public string? Class { get; set; }

    /// <summary>Only exams whose name contains this.</summary>
    [SupplyParameterFromQuery(Name = "q")] public string? Search { get; set; }

    /// <summary>The page, from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")] public string? Page { get; set; }

    /// <summary>The open exam.</summary>
    [SupplyParameterFromQuery(Name = "exam")] public string? Exam { get; set; }

    /// <summary>A remark on an exam was saved.</summary>
    [Parameter] public EventCallback OnRemark { get; set; }

    /// <summary>Reads the split file.</summary>
    [Inject] public required DatasetCatalog Catalog { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    private int Pages => Math.Max(1, (found.Count + PageSize - 1) / PageSize);

    private int Current =>
        Math.Clamp(int.TryParse(Page, NumberStyles.None, CultureInfo.InvariantCulture, out int page) ? page : 1, 1, Pages);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        try
        {
            listing = await Task.Run(() => Catalog.Listing(Dataset));
            found = [.. listing.Exams.Where(Matches)];
            ListedExam[] shown = [.. found.Skip((Current - 1) * PageSize).Take(PageSize)];
            rows = await Task.Run(() => shown.Select(exam => new Row(exam, listing.Frames(exam.Name).Count)).ToArray());
            neighbours = Exam is { } open ? ExamNeighbours.Of(found, exam => exam.Name, open, AddressOf) : null;
            problem = null;
        }
        catch (InputException e)
        {
            problem = e.Problems[0];
        }
    }

    private bool Matches(ListedExam exam) =>
        (string.IsNullOrEmpty(Split) || exam.Split == Split)
        && (string.IsNullOrEmpty(Class) || (exam.Label?.ToString(CultureInfo.InvariantCulture) ?? "none") == Class)
        && (string.IsNullOrEmpty(Search) || exam.Name.Contains(Search.Trim(), StringComparison.OrdinalIgnoreCase));

    private void Go(string name, ChangeEventArgs change) => Navigation.NavigateTo(Address(name, $"{change.Value}"), replace: true);

    // Another filter starts at its first page.
    private string Address(string name, string value) => Navigation.GetUriWithQueryParameters(
        name is "page" ? new Dictionary<string, object?> { [name] = value }
            : name is "exam" ? new Dictionary<string, object?> { [name] = value, ["frame"] = null, ["beside"] = null }
            : new Dictionary<string, object?> { [name] = value.Length == 0 ? null : value, ["page"] = null });

    // The list turns to the page that has the exam.
    private string AddressOf(string exam)
    {
        int page = found.Select(one => one.Name).ToList().IndexOf(exam) / PageSize + 1;
        return Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["exam"] = exam, ["page"] = page == 1 ? null : (int?)page, ["frame"] = null, ["beside"] = null,
        });
    }

    private sealed record Row(ListedExam Exam, int Frames);
}
