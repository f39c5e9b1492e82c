using Angioboard.Dashboard.Layout;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Angioboard.Dashboard.Tests.Layout;

/// <summary>What a page says when it cannot be shown.</summary>
public sealed class PageErrorsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task A_page_that_fails_in_several_places_says_so_and_shows_no_more_of_itself(int places)
    {
        await using BunitContext context = new();
        IRenderedComponent<PageErrors> page = context.Render<PageErrors>(parameters => parameters.Add(p => p.ChildContent, builder =>
        {
            builder.AddMarkupContent(0, "<p>The page</p>");
            for (int i = 0; i < places; i++)
            {
                builder.OpenComponent<Failing>(1);
                builder.CloseComponent();
            }
        }));

        page.WaitForAssertion(() => Assert.Equal("This page could not be shown", page.Find("h1").TextContent));
        Assert.DoesNotContain("The page", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("of the framework", page.Markup, StringComparison.Ordinal);
    }

    private sealed class Failing : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder) => throw new InvalidOperationException("of the framework");
    }
}
