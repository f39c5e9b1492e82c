using System.ComponentModel;
using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Lists.Paging;
using Microsoft.AspNetCore.Mvc;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>Which runs: the search and filters of the list of runs.</summary>
internal sealed record RunChoice
{
    [FromQuery(Name = "query"), Description("Words and conditions as in the list's search field: val_auc>0.8 status:finished tag:final")]
    public string? Query { get; init; }

    [FromQuery(Name = "status"), Description("Statuses to keep; may be given several times, as the next three may")]
    public string[]? Status { get; init; }

    [FromQuery(Name = "dataset"), Description("Registered datasets to keep")]
    public string[]? Dataset { get; init; }

    [FromQuery(Name = "tag"), Description("Tags, of which a run must have at least one")]
    public string[]? Tag { get; init; }

    [FromQuery(Name = "owner"), Description("Owners to keep")]
    public string[]? Owner { get; init; }

    [FromQuery(Name = "launch"), Description("The launch to keep: runs launched together share its id")]
    public string? Launch { get; init; }

    [FromQuery(Name = "shelf"), Description("current, archived or trash [default: current]")]
    public string? Shelf { get; init; }

    /// <summary>The query of the list.</summary>
    /// <param name="sort">The order; null for the newest first.</param>
    public RunQuery Read(string? sort) => new RunTerms
    {
        Search = Query,
        Statuses = Status ?? [],
        Datasets = Dataset ?? [],
        Tags = Tag ?? [],
        Owners = Owner ?? [],
        Launch = Launch,
        Shelf = Shelf,
        Sort = sort,
    }.Read();
}
