using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Lists.Search;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Runs;
using CsCheck;

namespace Angioboard.Jobs.Tests.Lists;

public sealed class RunQueryAddressTests
{
    [Fact]
    public void The_plain_list_has_an_empty_address()
    {
        Assert.Equal("", RunQueryAddress.Write(new RunQuery()));
        Assert.Equal("q=val_loss%3C0.5&sort=-best:val_loss",
            RunQueryAddress.Write(new RunQuery { Search = "val_loss<0.5", Sort = "best:val_loss" }));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        Gen<string> word = Gen.String[1, 8].Where(text => text.Trim() == text && text.Length > 0 && !text.Any(char.IsSurrogate));
        Gen<RunQuery> query =
            Gen.Select(word, Gen.Enum<RunStatus>().Array[0, 3], word.Array[0, 3], Gen.Enum<RunGrouping>(), Gen.Enum<RunShelf>(),
            Gen.OneOf([.. RunColumns.Catalogue([]).Select(c => c.Key)]).Array[1, 5], Gen.Select(Gen.Int[1, 500], Gen.Bool)).Select(
            (search, statuses, names, grouping, shelf, columns, rest) => new RunQuery
            {
                Search = search, Statuses = [.. statuses.Distinct()], Datasets = [.. names.Distinct()], Tags = [.. names.Distinct()],
                Owners = [.. names.Distinct()], Launch = names.FirstOrDefault(),
                Grouping = grouping, Shelf = shelf, Columns = [.. columns.Distinct()], Page = rest.Item1, HideEqual = rest.Item2,
                Descending = rest.Item2, Sort = "lr", PageSize = 100,
                Delta = rest.Item2,
                Curves = rest.Item2 ? new CurvePanel("val_auc_ovr_macro", rest.Item1 % 3 == 0 ? null : ["demo/Train_1"]) : null,
            });

        query.Sample(asked =>
        {
            (RunQuery read, IReadOnlyList<string> problems) = RunQueryAddress.Read("?" + RunQueryAddress.Write(asked));

            Assert.Empty(problems);
            Assert.Equivalent(asked, read, strict: true);
        }, iter: 300);
    }

    [Theory]
    [InlineData("status=happy", "happy")]
    [InlineData("status=1", "1")]
    [InlineData("sort=-nothing", "nothing")]
    [InlineData("sort=split:test:accuracy", "test")]
    [InlineData("columns=name,nothing", "nothing")]
    [InlineData("columns=best:", "best:")]
    [InlineData("group=colour", "colour")]
    [InlineData("size=7", "7")]
    [InlineData("curves=$", "$")]
    [InlineData("page=-1", "-1")]
    [InlineData("page=99999999999999", "99999999999999")]
    public void Unknown_parts_are_reported_and_left_out(string address, string named)
    {
        (RunQuery query, IReadOnlyList<string> problems) = RunQueryAddress.Read(address);

        Assert.Contains(named, Assert.Single(problems), StringComparison.Ordinal);
        Assert.Equivalent(
            new RunQuery { Columns = address.StartsWith("columns=name", StringComparison.Ordinal) ? ["name"] : [] }, query);
    }

    [Fact]
    public void Curves_have_no_open_eye_the_usual_ones_or_those_named()
    {
        RunQuery none = new() { Curves = new CurvePanel("lr", []) };

        Assert.Equal("curves=lr&eyes=none", RunQueryAddress.Write(none));
        Assert.Empty(RunQueryAddress.Read("curves=lr&eyes=none").Query.Curves!.Runs!);
        Assert.Null(RunQueryAddress.Read("curves=lr").Query.Curves!.Runs);
        Assert.Equal("val_loss", RunQueryAddress.Read("eyes=a/Train_1").Query.Curves!.Metric);
    }

    [Fact]
    public void No_address_breaks_the_page() => Gen.String.Sample(text => _ = RunQueryAddress.Read(text).Query.Over([Sample.Run(1)]));

    [Fact]
    public void An_address_names_a_few_hundred_columns_and_a_search_a_thousand_characters_at_most()
    {
        (RunQuery query, IReadOnlyList<string> problems) =
            RunQueryAddress.Read("columns=" + string.Join(',', Enumerable.Range(0, 600).Select(i => $"last:m{i}")));
        RunSearch search = RunSearch.Parse(string.Concat(Enumerable.Repeat("val_los<1 ", 90_000)), []);

        Assert.Equal((200, "last:m0"), (query.Columns.Count, query.Columns[0]));
        Assert.Equal("The address names 600 columns; the first 200 are shown.", Assert.Single(problems));
        Assert.Equal("The search has more than 1000 characters; only the first 1000 count.", search.Problems[0]);
        Assert.Equal(101, search.Problems.Count);
    }
}
