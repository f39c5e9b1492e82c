using System.Net;
using System.Net.Http;
using Angioboard.Core;
using Angioboard.Jobs.Webhooks;

namespace Angioboard.Jobs.Tests.Webhooks;

public sealed class WebhookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("192.0.0.8")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("::7f00:1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::a9fe:a9fe")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("fe80::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    public void Nothing_is_posted_to_internal_networks(string address) =>
        Assert.NotNull(new WebhookNetworks(new WebhookOptions()).Refusal(IPAddress.Parse(address)));

    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("::ffff:93.184.215.14")]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    public void Addresses_on_the_internet_are_allowed(string address) =>
        Assert.Null(new WebhookNetworks(new WebhookOptions()).Refusal(IPAddress.Parse(address)));

    [Fact]
    public void Only_the_internal_networks_that_the_operator_names_are_allowed()
    {
        WebhookNetworks networks = new(new WebhookOptions { AllowedNetworks = ["10.1.0.0/16", "fd12::7"] });

        Assert.Null(networks.Refusal(IPAddress.Parse("10.1.2.3")));
        Assert.Null(networks.Refusal(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.Null(networks.Refusal(IPAddress.Parse("fd12::7")));
        Assert.NotNull(networks.Refusal(IPAddress.Parse("10.2.0.1")));
        Assert.NotNull(networks.Refusal(IPAddress.Parse("fd12::8")));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task The_servers_own_machine_is_never_connected_to(string host)
    {
        using Receiver receiver = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using WebhookClient client = new(new WebhookOptions());

        HttpRequestException refusal =
            await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(receiver.At(host), new { text = "run" }, Cancellation));

        InputException reason = Assert.IsType<InputException>(refusal.InnerException);
        Assert.Contains((host == "localhost" ? "localhost is not on the internet" : "an address of this box itself")
            + "; an administrator can allow it in Angioboard:Webhooks:AllowedNetworks", reason.Message, StringComparison.Ordinal);
        Assert.Equal(0, receiver.Connections);
        Assert.Equal(reason.Message,
            (await Assert.ThrowsAsync<InputException>(() => client.CheckAsync(receiver.At(host), Cancellation))).Message);
    }

    [Fact]
    public async Task An_allowed_address_gets_the_message_and_its_redirect_is_not_followed()
    {
        using Receiver elsewhere = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using Receiver receiver = new($"HTTP/1.1 302 Found\r\nLocation: {elsewhere.At("127.0.0.1")}\r\nContent-Length: 0\r\n\r\n");
        using WebhookClient client = new(new WebhookOptions { AllowedNetworks = ["127.0.0.1"] });

        HttpStatusCode status = await client.PostAsync(receiver.At("127.0.0.1"), new { text = "run finished" }, Cancellation);

        Assert.Equal((HttpStatusCode.Found, 0), (status, elsewhere.Connections));
    }

    [Fact]
    public async Task An_endless_answer_is_not_read()
    {
        using Receiver receiver =
            new("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", endless: "10000\r\n" + new string('x', 65_536) + "\r\n");
        using WebhookClient client = new(new WebhookOptions { AllowedNetworks = ["127.0.0.0/8"] });

        Assert.Equal(HttpStatusCode.OK, await client.PostAsync(receiver.At("127.0.0.1"), new { text = "run" }, Cancellation));
    }

    [Theory]
    [InlineData("ftp://box.example.org/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("box.example.org")]
    [InlineData("https://ada:secret@box.example.org/")]
    [InlineData("javascript:alert(1)")]
    public void An_address_of_another_kind_is_refused(string text) =>
        Assert.StartsWith("Webhook: ", Assert.Throws<InputException>(() => WebhookAddress.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_long_address_is_refused() =>
        Assert.Throws<InputException>(() => WebhookAddress.Parse("https://box.example.org/" + new string('x', WebhookAddress.Longest)));
}
