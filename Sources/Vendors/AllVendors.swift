import VendorKit

/// Every vendor there is. A new one is its folder and its line here.
public let allVendors: [Vendor] = [
    Track.vendor,
    TrackNPS.vendor,
    IndeCX.vendor,
    Cxpress.vendor,
    Tatodesk.vendor,
]
