public import ArgumentParser
public import Directory
public import Gateway

extension LMSProduct: ExpressibleByArgument {}

extension DeliveryState: ExpressibleByArgument {}
